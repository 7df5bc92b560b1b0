class A:
    """Doc."""
    a: int = 1
    def m(self, x): "m doc"
    class B: pass
    l = lambda self: 0
print(A.__name__, A.__qualname__, A.__module__, A.__doc__, A.B.__qualname__, A.m.__qualname__, A.l.__qualname__, A.m.__doc__, A.__annotations__, A.__dict__["a"])
A.__name__ = "Renamed"
A.__doc__ = "new doc"
A.__module__ = "mod"
print(A, A.__doc__, repr(A()).split(" at ")[0])
for code in ("A.__name__ = 'a\\0'", "A.__qualname__ = 5", "del A.__module__", "A.__dict__ = {}", "A.__mro__ = ()", "A.__class__ = 5", "A.__bases__ = (int,)", "A.__bases__ = 5", "A.__base__ = 5", "del A.__doc__", "A.__abstractmethods__", "A.__annotations__ = 5", "A.__annotations__ = {'z': 1}; print(A.__annotations__)", "A.__annotations__ = None; print(A.__annotations__)"):
    try:
        exec(code)
        print(code, "ok")
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
class S:
    __slots__ = ("a", "__dict__")
s = S()
s.a, s.b = 1, 2
print(s.__dict__, S.__slots__, hasattr(S, "__weakref__"))
class X:
    __hash__ = None
    __name__ = "instance name"
    __module__ = "elsewhere"
    __qualname__ = "Q.X"
print(X().__name__, X.__name__, X, X.__module__, isinstance(X().__hash__, type(None)))
x = X()
x.__class__ = A if False else X
x.__dict__ = {"q": 1}
print(x.q, x.__dict__, vars(x))
x.__dict__["r"] = 2
print(x.r, "__dict__" in dir(x), "q" in dir(x))
for code in ("x.__dict__ = 5", "del x.__dict__", "x.__class__ = int", "x.__class__ = 5", "del x.__class__", "x.__doc__ = 'd'; print(x.__doc__, X.__doc__)", "x.__module__"):
    try:
        exec(code)
        print(code, "ok")
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
print(type.__dict__["__dict__"].__get__(X)["__qualname__"] if "__qualname__" in X.__dict__ else "qualname moved", X.__dict__.keys() >= {"__module__", "__hash__"})
