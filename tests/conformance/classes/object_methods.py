o = object()
print(type(o), o == o, o != object(), hash(o) == hash(o), repr(o).startswith("<object object at 0x"), bool(o), callable(o), o.__class__, o.__doc__[:20])
print(object.__eq__(1, 2), object.__ne__(1, 1), (1).__eq__("a"), object.__hash__(5) == object.__hash__(5), object.__repr__(5)[:15])
print(sorted(n for n in dir(object)))
class A:
    def __init__(self): self.x = 1
a = A()
print(a.__dir__() == dir(a) or sorted(a.__dir__()) == dir(a), a.__sizeof__() > 0, a.__format__(""), ) if False else None
try:
    format(a, "x")
except TypeError as e:
    print(e)
print(object.__getattribute__(a, "x"), object.__setattr__(a, "y", 2), a.y, object.__delattr__(a, "y"), hasattr(a, "y"))
print(a.__init_subclass__(), A.__subclasshook__(int), a.__reduce_ex__(2)[1:3], A.__class__, object.__init__(a))
print(isinstance(A, type), isinstance(type, object), issubclass(type, object), type(type) is type, type.__bases__, object.__bases__, object.__base__)
print(type.__name__, type.__dict__["__name__"].__class__.__name__, type.__mro__, type(A).__call__(A).x)
print(type("Dyn", (A,), dict(z=3))().z, type("", (), {}).__name__ == "")
print(NotImplemented, type(NotImplemented).__name__, type(None)(), type(...)(), repr(type(NotImplemented)()))
try:
    bool(NotImplemented)
except TypeError as e:
    print(e)
print(None.__class__, None == 0, None is None, None.__bool__(), hash(None) == hash(None), [None].count(None), ... == Ellipsis)
