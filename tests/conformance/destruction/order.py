class D:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
    def __repr__(self): return self.name


a = D("a")
a = D("a2")
print("rebound")
b = c = D("b")
del b
print("one reference left")
c = None
D("temporary")
print("statement end")
l = [D("l0"), D("l1"), D("l2")]
del l[1]
l.clear()
print("cleared")
d = {"x": D("dx"), "y": D("dy")}
d["x"] = 1
d.pop("y")
print("dict done")


def f(p):
    local = D("local")
    q = p
    print("in f")
    return D("returned")


r = f(D("arg"))
print("after f")
f(D("arg2"))
print("discarded")
t = (D("t0"), D("t1"))
t = None


class Holder:
    def __init__(self): self.d = D("held"); self.e = D("held2")


h = Holder()
del h
print("holder gone")
x = D("swap1"), D("swap2")
p, q = x
del x
p, q = q, p
del p
print("p gone")
del q
[D("comp") for _ in range(2)]
print("comp gone")
for v in [D("loop1"), D("loop2")]:
    print("body", v)
print("after loop")
del v
try:
    e1 = D("in try")
    raise ValueError(D("in exception"))
except ValueError as e:
    print("handler")
print("after handler")
del e1
s = {D("in set")}
s = None
lam = (lambda k: None)(D("lambda arg"))
print("lambda done")
g = (D(f"gen{i}") for i in range(2))
next(g)
print("after next")
del g
D("attr").name
class K:
    x = D("class attr")
del K
print("class deleted")
import gc; gc.collect()
print("end")
z = D("module global")
