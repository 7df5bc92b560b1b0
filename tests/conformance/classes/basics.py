class A:
    """Doc of A."""
    x = 1
    _private = 2
    __mangled = 3

    def __init__(self, v):
        self.v = v
        self.__m = v * 2

    def get(self):
        return self.__m + self.__mangled

    def __helper(self):
        return "helper"


a = A(5)
print(a.v, a.x, a.get(), a._A__m, A._A__mangled, a._A__helper(), a.__dict__, A.__doc__, A.__name__, A.__qualname__, A.__module__)
a.x = 10
print(a.x, A.x, a.__class__ is A, type(a) is A, isinstance(a, A), A.__bases__, A.__base__, A.__mro__)
del a.x
print(a.x)


class B:
    pass


b = B()
b.__class__ = A
print(type(b).__name__)
print([n for n in dir(A) if not n.startswith("__")], "v" in dir(a))


class Outer:
    class Inner:
        def m(self): pass
    i = Inner


print(Outer.Inner.__qualname__, Outer.i.m.__qualname__, repr(Outer.Inner))
print(repr(A), str(A), repr(a).startswith("<__main__.A object at 0x"))
C = type("C", (A,), {"y": 2, "m": lambda self: self.y})
print(C(1).m(), C.__name__, C.__mro__, C.__module__)
A.late = lambda self: "late"
print(a.late() if hasattr(a, "late") else None, C(1).late())
print(A.__dict__["x"], type(A.__dict__).__name__, A.__dict__.get("zz"), vars(A(3)))
A.__qualname__ = "Renamed"
print(repr(A), A.__flags__ & (1 << 9) != 0, A.__basicsize__ > 0, A.__weakrefoffset__ != 0, A.__firstlineno__, A.__static_attributes__)
