# The errors of classes/basics.
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
a.x = 10
del a.x
for code in ("a.nope", "del a.nope", "A.nope", "A.nope2 = 1; print(a.nope2)", "del A.nope", "a.__mangled", "a()", "A()", "a + 1", "len(a)", "a[0]", "a < a",
             "for _ in a: pass", "a.get(1)", "a.__class__ = 5", "a.__dict__ = 5", "A.__name__ = 5", "A.__bases__ = ()", "del A.__name__", "int.x = 1", "(5).x = 1", "a.__dict__ = {'v': 7}; print(a.v)", "hash(a) and None", "a.v.w = 1", "None.x", "a.__slots__", "object().x = 1"):
    try:
        exec(code)
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
class B:
    pass
b = B()
b.__class__ = A
class Outer:
    class Inner:
        def m(self): pass
    i = Inner
C = type("C", (A,), {"y": 2, "m": lambda self: self.y})
A.late = lambda self: "late"
A.__qualname__ = "Renamed"
