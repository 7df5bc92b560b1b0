import sys

x = object()
base = sys.getrefcount(x)
y = x
print(sys.getrefcount(x) - base)
l = [x, x]
print(sys.getrefcount(x) - base)
del y, l
print(sys.getrefcount(x) - base)


def f(a):
    return sys.getrefcount(a)


class C: pass


c = C()
n = sys.getrefcount(c)
c.me = c
print(sys.getrefcount(c) - n)
del c.me
d = {c: 1, "k": c}
print(sys.getrefcount(c) - n)
d.clear()
print(sys.getrefcount(c) - n)
t = (c,) * 5
print(sys.getrefcount(c) - n)
del t
g = (v for v in [c])
print(sys.getrefcount(c) - n)
del g
print(sys.getrefcount(c) - n)
try:
    raise ValueError(c)
except ValueError:
    pass
print(sys.getrefcount(c) - n)
m = c.__repr__
print(sys.getrefcount(c) - n)
del m
print(sys.getrefcount(c) - n)
f(c)
for _ in range(100):
    [c for _ in range(3)], {1: c}, (lambda q: q)(c), f"{c.__class__}", [c].pop(), (c, c)[0], c.__class__
print(sys.getrefcount(c) - n)
