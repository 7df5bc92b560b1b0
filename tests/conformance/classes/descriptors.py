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
print(c.d, c.n, C.d, C.n, type(c.so).__name__)
c.d = 5
c.so = 4
print(c.so, c.n)
for code in ("del c.d", "del c.so", "C().n2"):
    try:
        exec(code)
    except AttributeError as e:
        print(code, "!!", e)
c.n = "instance"
print(c.n)
C.d = "replaced"
print(c.d)


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
print(p.v, Prop.v.__doc__, Prop.v.fget.__name__, Prop.v.fset is not None, Prop.ro.fset)
del p.v
p.wo = 1
print(Prop.v.__get__(p), Prop.v.__get__(None, Prop) is Prop.v, Prop.v.__name__, Prop.v.__isabstractmethod__)


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
print(g.x, g.y, getattr(g, "boom", "default"), hasattr(g, "boom"))
del g.x
try:
    del g.x
except AttributeError as e:
    print(e)


class GA:
    def __getattribute__(self, name):
        if name.startswith("s_"):
            return name.upper()
        return super().__getattribute__(name)

    def __getattr__(self, name):
        return "fallback " + name


print(GA().s_x, GA().zzz, type(GA().__class__).__name__)


class PropError:
    @property
    def p(self):
        return self.missing

    def __getattr__(self, name):
        raise AttributeError("from getattr " + name)


try:
    PropError().p
except AttributeError as e:
    print(e)
