# Shared by delete_forms.py and delete_forms_errors.py.


def f(p):
    del p
    try:
        return p
    except UnboundLocalError as e:
        return str(e)


def g():
    v = 1
    def h(): return v
    del v
    try:
        h()
    except NameError as e:
        print(e)
    v = 2
    return h()
