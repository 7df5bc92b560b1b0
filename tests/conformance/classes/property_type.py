class C:
    def __init__(self): self._x = 1
    def getx(self): return self._x
    def setx(self, v): self._x = v
    def delx(self): del self._x
    x = property(getx, setx, delx, "doc x")
    y = property(lambda self: "y")
    z = x.getter(lambda self: "z getter")
c = C()
c.x = 5
print(c.x, c.y, c.z, C.x.__doc__, C.x.fget is C.getx, C.y.__doc__, type(C.x).__name__)
del c.x
try:
    c.x
except AttributeError as e:
    print(e)
class D(C):
    @C.x.setter
    def x(self, v): self._x = v * 100
    @property
    def y(self): return super().y + "!"
d = D()
d.x = 2
print(d.x, d.y, D.x.fget is C.getx, D.x is C.x)
class P(property):
    def __get__(self, o, t=None): return ("P", super().__get__(o, t)) if o is not None else self
class E:
    @P
    def v(self): "doc v"; return 1
    @classmethod
    def cm(cls): return cls
    @staticmethod
    def sm(): return 2
    @classmethod
    def __class_getitem__(cls, k): return k
print(E().v, E.v.__doc__, type(E.v).__name__, E["k"], isinstance(E.v, property))
print(E.__dict__["cm"].__func__.__name__, E.__dict__["sm"].__func__(), E.__dict__["cm"].__get__(None, E)() is E, E.cm.__self__ is E, type(E.__dict__["cm"]).__name__)
class F:
    @property
    def a(self): raise ValueError("in getter")
    @property
    def b(self): raise AttributeError("attr in getter")
    def __getattr__(self, n): return "fallback " + n
for n in "abc":
    try: print(getattr(F(), n))
    except ValueError as e: print(e)
print(hasattr(F(), "b"), getattr(F(), "b", "dflt"))
