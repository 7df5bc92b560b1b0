# The errors of grammar/unpacking_calls.
def f(*args, **kw):
    return args, kw
for code in ("f(**{'a': 1}, **{'a': 2})", "f(a=1, **{'a': 2})", "f(*1)", "f(**1)", "f(**{1: 2})", "[*1]", "{**1}", "{*1}",
             "print(*None)", "f(*[1], **[1])", "(lambda a: a)(**{'b': 1})"):
    try:
        exec(code)
    except Exception as e:
        print(type(e).__name__, e)
class Keys:
    def keys(self):
        return ["x", "y"]

    def __getitem__(self, k):
        return k * 2
a = [1, 2]
b = *a, 3
def g():
    return *a, *b
def h():
    yield *a, 0
