# The errors of classes/descriptors.
class Data:
    def __get__(self, obj, owner=None):
        return ("data", obj is not None, owner and owner.__name__)

    def __set__(self, obj, value):
        print("set", value)
class NonData:
    def __get__(self, obj, owner=None):
        return ("nondata", obj is not None)
class SetOnly:
    def __set__(self, obj, value):
        obj.__dict__["so"] = value * 2
class C:
    d, n, so = Data(), NonData(), SetOnly()
c = C()
c.__dict__.update(d="hidden", n="wins")
c.d = 5
c.so = 4
c.n = "instance"
C.d = "replaced"
class Prop:
    def __init__(self):
        self._v = 0

    @property
    def v(self):
        "doc of v"
        return self._v

    @v.setter
    def v(self, value):
        self._v = value

    @v.deleter
    def v(self):
        print("deleted")

    @property
    def ro(self):
        return 1

    wo = property(None, lambda self, v: print("wo", v))
p = Prop()
p.v = 3
del p.v
p.wo = 1
for code in ("p.ro = 1", "del p.ro", "p.wo", "del p.wo", "Prop.ro.__get__(5)", "Prop.v.fget = 1", "property().__get__(1)"):
    try:
        print(code, exec(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
class G:
    def __getattr__(self, name):
        if name == "boom":
            raise AttributeError("custom message")
        return f"getattr {name}"

    def __setattr__(self, name, value):
        print("setattr", name, value)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("delattr", name)
        super().__delattr__(name)
g = G()
g.x = 1
del g.x
class GA:
    def __getattribute__(self, name):
        if name.startswith("s_"):
            return name.upper()
        return super().__getattribute__(name)

    def __getattr__(self, name):
        return "fallback " + name
class PropError:
    @property
    def p(self):
        return self.missing

    def __getattr__(self, name):
        raise AttributeError("from getattr " + name)
