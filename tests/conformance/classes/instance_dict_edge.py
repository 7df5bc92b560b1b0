class C: pass
c = C()
for i in range(50): setattr(c, f"a{i}", i)
print(len(c.__dict__), c.a49, sum(c.__dict__.values()))
for i in range(0, 50, 2): delattr(c, f"a{i}")
print(len(vars(c)), list(vars(c))[:3], hasattr(c, "a0"))
c.__dict__.clear()
print(vars(c))
c.__dict__["not an identifier"] = 1
c.__dict__[5] = "int key"
print(getattr(c, "not an identifier"), c.__dict__)
d = c.__dict__
c.x = 1
print(d["x"], d is c.__dict__)
del c
print(d)
a, b = C(), C()
a.x = a.y = 1
b.y = b.x = 2
print(list(vars(a)), list(vars(b)), a.__dict__ == {"y": 1, "x": 1})
a.__dict__ = b.__dict__
a.z = 3
print(b.z, a.__dict__ is b.__dict__)
class D(C):
    cls_attr = "class"
    def method(self): return "method"
e = D()
e.cls_attr = "instance"
e.method = lambda: "replaced"
print(e.cls_attr, e.method(), D.cls_attr)
del e.cls_attr, e.method
print(e.cls_attr, e.method())
D.cls_attr = "new"
D.method = lambda self: "new method"
print(e.cls_attr, e.method())
C.inherited = 1
print(e.inherited)
D.inherited = 2
print(e.inherited)
del D.inherited
print(e.inherited)
def poly(o): return o.v
class V1: v = 1
class V2:
    def __init__(self): self.v = 2
class V3:
    @property
    def v(self): return 3
class V4:
    def __getattr__(self, n): return 4
class V5:
    __slots__ = "v"
    def __init__(self): self.v = 5
objs = [V1(), V2(), V3(), V4(), V5()] * 20
print([poly(o) for o in objs][:7], sum(map(poly, objs)))
V1.v = 10
V4.v = 40
print([poly(o) for o in objs[:5]])
o = V2()
for i in range(30):
    if i == 10: o.extra = 1
    if i == 15: V2.w = 1
    if i == 20: del o.v; V2.v = "class"
    r = poly(o)
print(r)
try:
    for i in range(5):
        if i == 3: del V2.v
        poly(o)
except AttributeError as x: print(x)
