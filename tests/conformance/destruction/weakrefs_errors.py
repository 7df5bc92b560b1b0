# The errors of destruction/weakrefs.
import _weakref
import gc
class C:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
c = C(1)
r = _weakref.ref(c)
cb1 = _weakref.ref(c, lambda ref: print("callback 1", ref() is None))
cb2 = _weakref.ref(c, lambda ref: print("callback 2", ref() is None))
del c
c = C(2)
r2 = _weakref.ref(c, lambda ref: print("never"))
del r2
del c
c = C(3)
p = _weakref.proxy(c)
p.n = 30
p.extra = 1
del p.extra
del c
for code in ("p.n", "p.n = 1", "str(p)", "p + 1", "bool(p)", "p()", "hash(p)"):
    try:
        exec(code)
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
class Slots: __slots__ = ("a",)
class SlotsW: __slots__ = ("__weakref__",)
class Sub(_weakref.ref):
    def __init__(self, o, cb=None, tag=None):
        super().__init__(o, cb)
        self.tag = tag
    def __new__(cls, o, cb=None, tag=None): return super().__new__(cls, o, cb)
c = C(4)
s = Sub(c, tag="t")
def bad_callback(r): raise ValueError("in callback")
b = _weakref.ref(c, bad_callback)
del c
a = C(5)
a.self = a
w = _weakref.ref(a, lambda r: print("cycle callback"))
del a
gc.collect()
m = C(6)
f = _weakref.ref(m.__init__)
class Call:
    def __call__(self, x): return x * 2
    def __len__(self): return 3
    def __iter__(self): return iter("ab")
k = Call()
cp = _weakref.proxy(k)
