from _descriptors import C, Data, G, GA, NonData, Prop, PropError, SetOnly

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


p = Prop()
p.v = 3
print(p.v, Prop.v.__doc__, Prop.v.fget.__name__, Prop.v.fset is not None, Prop.ro.fset)
del p.v
p.wo = 1
print(Prop.v.__get__(p), Prop.v.__get__(None, Prop) is Prop.v, Prop.v.__name__, Prop.v.__isabstractmethod__)


g = G()
g.x = 1
print(g.x, g.y, getattr(g, "boom", "default"), hasattr(g, "boom"))
del g.x
try:
    del g.x
except AttributeError as e:
    print(e)


print(GA().s_x, GA().zzz, type(GA().__class__).__name__)


try:
    PropError().p
except AttributeError as e:
    print(e)
