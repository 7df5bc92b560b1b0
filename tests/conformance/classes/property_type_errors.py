# The errors of classes/property_type.
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
del c.x
for code in ("c.y = 1", "del c.y", "C.x.nope", "property(1)", "property(fget=len).fget", "property().fget", "property(doc='d').__doc__", "C.x.__set__(c, 7)", "C.x.__get__(c)", "C.x.__delete__(c)", "property.__init__()", "C.x.deleter", "C.y.__get__(None, None)", "property(None, None, None, None, None)"):
    try:
        print(code, str(eval(code))[:30] if "=" not in code.split("(")[0] and "del " not in code else exec(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
class D(C):
    @C.x.setter
    def x(self, v): self._x = v * 100
    @property
    def y(self): return super().y + "!"
d = D()
d.x = 2
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
class F:
    @property
    def a(self): raise ValueError("in getter")
    @property
    def b(self): raise AttributeError("attr in getter")
    def __getattr__(self, n): return "fallback " + n
