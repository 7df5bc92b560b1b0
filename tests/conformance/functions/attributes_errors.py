# The errors of functions/attributes.
def f(a, b=2, *args, c, d=4, **kw):
    "doc of f"
    x = 1
    return x
c = f.__code__
f.attr = 1
f.__name__, f.__qualname__, f.__doc__ = "g", "q.g", None
f.__defaults__ = (10, 20)
f.__kwdefaults__ = {"c": 30, "d": 40}
f.__code__ = (lambda *a, **k: (a, k)).__code__
for code in ("f.__name__ = 1", "f.__defaults__ = 1", "f.__code__ = 1", "f.__dict__ = 1", "del f.__name__", "f.__globals__ = {}",
             "f.nope", "del f.nope", "f.__closure__ = ()", "f.__kwdefaults__ = []", "f.__code__.co_name = 1"):
    try:
        exec(code)
        print("ok", code)
    except Exception as e:
        print(code, type(e).__name__, e)
def outer():
    v = 1

    def inner():
        return v

    return inner
i = outer()
i.__closure__[0].cell_contents = 99
lam = lambda: None
FT = type(f)
g = FT(compile("x + 1", "c", "eval"), {"x": 41}, "made")
