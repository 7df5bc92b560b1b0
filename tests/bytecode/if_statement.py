def f(a):
    if a:
        return 1
    elif a is None:
        return 2
    else:
        return 3
