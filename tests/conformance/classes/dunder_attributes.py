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
print(type.__dict__["__dict__"].__get__(X)["__qualname__"] if "__qualname__" in X.__dict__ else "qualname moved", X.__dict__.keys() >= {"__module__", "__hash__"})
