def f(a, b=2, *args, c, d=4, **kw):
    "doc of f"
    x = 1
    return x


print(f.__name__, f.__qualname__, f.__module__, f.__doc__, f.__defaults__, f.__kwdefaults__, f.__dict__, f.__closure__)
c = f.__code__
print(c.co_name, c.co_qualname, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_nlocals, c.co_varnames,
      c.co_flags & 0x0C, c.co_firstlineno, c.co_freevars, c.co_cellvars, type(c).__name__)
f.attr = 1
print(f.attr, f.__dict__)
f.__name__, f.__qualname__, f.__doc__ = "g", "q.g", None
print(f.__name__, f.__doc__, repr(f).startswith("<function q.g at 0x"))
f.__defaults__ = (10, 20)
f.__kwdefaults__ = {"c": 30, "d": 40}
print(f(), f.__defaults__)
f.__code__ = (lambda *a, **k: (a, k)).__code__
print(f(1, z=2))


def outer():
    v = 1

    def inner():
        return v

    return inner


i = outer()
print(i.__qualname__, i.__closure__[0].cell_contents, i.__globals__ is globals(), i.__builtins__ is not None)
i.__closure__[0].cell_contents = 99
print(i())
try:
    f.__code__ = i.__code__
except ValueError as e:
    print(e)
print(type(f).__name__, type(len).__name__, len.__name__, len.__module__, len.__self__, len.__doc__)
print([].append.__name__, [].append.__qualname__, str.upper.__qualname__, repr(str.upper), repr(len))
lam = lambda: None
print(lam.__name__, lam.__qualname__)
FT = type(f)
g = FT(compile("x + 1", "c", "eval"), {"x": 41}, "made")
print(g(), g.__name__)
