import gc
import _weakref

gc.collect()
gc.disable()


class A:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, first() and first().name, second() and second().name)


a, b = A(1), A(2)
a.other, b.other = b, a
first, second = _weakref.ref(a), _weakref.ref(b)
with_callback = _weakref.ref(a, lambda r: print("callback a", r(), first(), second()))
older = _weakref.ref(b, lambda r: print("callback b, older", r()))
newer = _weakref.ref(b, lambda r: print("callback b, newer", r()))
a.inner = _weakref.ref(a, lambda r: print("never called"))
del a, b
print(gc.collect())
print(first(), second())


class Phoenix:
    def __del__(self):
        global kept
        kept = self
        print("back", weak())


x = Phoenix()
x.me, x.other = x, []
x.other.append(x.other)
weak = _weakref.ref(x)
del x
print(gc.collect(), weak() is kept, gc.is_finalized(kept))
del kept
print(gc.collect(), weak())


class Slots:
    __slots__ = ("me", "__weakref__")


s = Slots()
s.me = s
del s
print(gc.collect())
d = {}
d["me"] = d
del d
print(gc.collect())
