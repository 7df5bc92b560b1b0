import _weakref
import gc


class C:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)


c = C(1)
r = _weakref.ref(c)
print(r() is c, r is _weakref.ref(c), type(r).__name__, r.__callback__, _weakref.getweakrefcount(c), _weakref.getweakrefs(c) == [r])
cb1 = _weakref.ref(c, lambda ref: print("callback 1", ref() is None))
cb2 = _weakref.ref(c, lambda ref: print("callback 2", ref() is None))
print(hash(r) == hash(c), r == cb1, r != cb1, _weakref.getweakrefcount(c))
del c
print(r(), r == cb1, repr(r).split(";")[1], hash(r) is not None)
c = C(2)
r2 = _weakref.ref(c, lambda ref: print("never"))
del r2
del c
c = C(3)
p = _weakref.proxy(c)
print(p.n, type(p).__name__, p.__class__.__name__, isinstance(p, C))
p.n = 30
p.extra = 1
print(c.n, c.extra)
del p.extra
del c
for bad in (1, "s", None, [], {}, (), 1.5, object()):
    try:
        _weakref.ref(bad)
        print("ok")
    except TypeError as e:
        print(e)
for good in ({1}, frozenset(), print.__class__, lambda: 0, (i for i in ()), C.__init__):
    print(type(_weakref.ref(good)()).__name__)


class Slots: __slots__ = ("a",)


class SlotsW: __slots__ = ("__weakref__",)


try:
    _weakref.ref(Slots())
except TypeError as e:
    print(e)
print(_weakref.ref(SlotsW())())


class Sub(_weakref.ref):
    def __init__(self, o, cb=None, tag=None):
        super().__init__(o, cb)
        self.tag = tag
    def __new__(cls, o, cb=None, tag=None): return super().__new__(cls, o, cb)


c = C(4)
s = Sub(c, tag="t")
print(s() is c, s.tag, s is Sub(c), _weakref.getweakrefcount(c))
def bad_callback(r): raise ValueError("in callback")
b = _weakref.ref(c, bad_callback)
del c
a = C(5)
a.self = a
w = _weakref.ref(a, lambda r: print("cycle callback"))
del a
print(w() is not None)
gc.collect()
print(w())
m = C(6)
f = _weakref.ref(m.__init__)
print(f())
class Call:
    def __call__(self, x): return x * 2
    def __len__(self): return 3
    def __iter__(self): return iter("ab")
k = Call()
cp = _weakref.proxy(k)
print(type(cp).__name__, cp(4), len(cp), list(cp))
try:
    _weakref.ref()
except TypeError as e:
    print(e)
try:
    _weakref.ref(k, 1, 2)
except TypeError as e:
    print(e)
