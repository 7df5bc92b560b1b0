# Debug flags, freezing, referrers of all kinds of holders, failing callbacks, resurrection in cycles.
import gc
from _weakref import ref
gc.disable()
gc.collect()


class N:
    def __init__(self, name=None):
        self.name = name
        self.me = self

    def __repr__(self):
        return f"N({self.name})"


gc.set_debug(gc.DEBUG_SAVEALL)
print(gc.get_debug() == gc.DEBUG_SAVEALL, gc.DEBUG_LEAK == gc.DEBUG_COLLECTABLE | gc.DEBUG_UNCOLLECTABLE | gc.DEBUG_SAVEALL)
N("saved")
gc.collect()
print([x for x in gc.garbage if isinstance(x, N)])
saved = [x for x in gc.garbage if isinstance(x, N)][0]
print(saved.me is saved, saved.name)
gc.set_debug(0)
gc.garbage.clear()
del saved
gc.collect()
print(gc.garbage)

print(gc.get_freeze_count())
gc.freeze()
print(gc.get_freeze_count() > 0, len(gc.get_objects()) < 50)
w = ref(N("after freezing"))
print(w() is not None)
gc.collect()
print(w())
gc.unfreeze()
print(gc.get_freeze_count(), len(gc.get_objects()) > 100)

target = N("target")
del target.me
holders = {"list": [target], "tuple": (target,), "dict": {"k": target}, "set": {target}, "instance": N()}
holders["instance"].held = target


def closure():
    return target_cell


def make():
    inner = target

    def f():
        return inner
    return f


holders["function"] = make()
holders["method"] = target.__repr__
holders["partial"] = iter([target])
found = gc.get_referrers(target)
for name, holder in holders.items():
    print(name, any(x is holder for x in found), end=" ")
print()
print([type(x).__name__ for x in gc.get_referents(holders["list"], holders["tuple"])], gc.get_referents(), gc.get_referents(1, "x"))
print(sorted(map(str, gc.get_referents({"a": 1, "b": [2]}))), gc.get_referents([1, 2], (3,)))
del holders, found

for value in ([], {}, (), (1,), ([],), set(), 1, "s", 1.5, None, N, N(), len, lambda: 0, range(3), (x for x in ()), type, object(), b"", iter([])):
    print(gc.is_tracked(value), end=" ")
print()


def failing(phase, info):
    if phase == "start":
        1 / 0


calls = []


def noting(phase, info):
    calls.append((phase, info["generation"], info["collected"], info["uncollectable"]))


gc.callbacks.append(noting)
N("one"), N("two")
gc.collect(2)
gc.collect(0)
gc.callbacks.remove(noting)
print([(c[0], c[1]) for c in calls], calls[1][2] >= 2, calls[1][3])

# Resurrection out of a cycle: the finaliser runs once, the weak reference is gone, the second death is silent.
back = []


class Phoenix:
    def __init__(self, name):
        self.name = name
        self.me = self

    def __del__(self):
        print("del", self.name, gc.is_finalized(self))
        back.append(self)


p = Phoenix("a")
w = ref(p, lambda r: print("callback"))
del p
gc.collect()
print(len(back), w(), back[0].me.name, gc.is_finalized(back[0]))
w = ref(back[0])
back.clear()
gc.collect()
print(w(), back)


# A callback sees the referent gone; one that is garbage itself stays silent.
class Holder:
    pass


a, b = Holder(), Holder()
a.other, b.other = b, a
a.ref = ref(b, lambda r: print("never"))
outside = ref(b, lambda r: print("outside", r()))
del a, b
gc.collect()

# Finalisers of one cycle: all see all.
class Member:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(self.name, "sees", self.other.name)


x, y = Member("x"), Member("y")
x.other, y.other = y, x
del x, y
print(gc.collect() >= 2)
try:
    gc.collect(5)
except ValueError as e:
    print(e)
for bad in (lambda: gc.get_objects(3), lambda: gc.get_objects(-5), lambda: gc.get_objects("a"), lambda: gc.set_debug("x"), lambda: gc.is_tracked(), lambda: gc.set_threshold(), lambda: gc.freeze(1)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
gc.set_threshold(5, 6)
print(gc.get_threshold())
gc.set_threshold(0)
print(gc.get_threshold())
gc.enable()
