# Which weak references share, in what order they are listed and called back, and that many of them die quickly.
import _weakref
import time


class Thing:
    pass


class Sub(_weakref.ref):
    pass


thing = Thing()
before = Sub(thing)
shared = _weakref.ref(thing)
after = Sub(thing)
called = _weakref.ref(thing, lambda r: print("called"))
proxy = _weakref.proxy(thing)
last = Sub(thing)
names = {id(before): "before", id(shared): "shared", id(after): "after", id(called): "called", id(proxy): "proxy", id(last): "last"}
print([names[id(r)] for r in _weakref.getweakrefs(thing)], _weakref.getweakrefcount(thing))
print(_weakref.ref(thing) is shared, _weakref.proxy(thing) is proxy, thing.__weakref__ is shared, Sub(thing) is before)
del after, shared
print([names[id(r)] for r in _weakref.getweakrefs(thing)], _weakref.getweakrefcount(thing))
anew = _weakref.ref(thing)
print(_weakref.getweakrefs(thing)[0] is anew, _weakref.getweakrefs(thing)[1] is proxy)
del thing
print(anew(), last())

order = []
thing = Thing()
refs = [_weakref.ref(thing, lambda r, n=n: order.append(n)) for n in range(100)]
for n in range(0, 100, 3):
    refs[n] = None
for n in range(1, 100, 3):
    refs[n] = None
print(_weakref.getweakrefcount(thing))
refs.append(_weakref.ref(thing, lambda r: order.append("late")))
print([refs.index(r) for r in _weakref.getweakrefs(thing)])
del thing
print(order)

thing = Thing()
start = time.perf_counter()
refs = [_weakref.ref(thing, print) for n in range(100_000)]
for n in range(1000):
    _weakref.ref(thing)
while len(refs) > 50_000:
    del refs[0::2]
del refs
print(_weakref.getweakrefcount(thing), "slow" if time.perf_counter() - start > 20 else "quick")


class Config(dict):
    def __getattr__(self, name):
        return self[name]


def function():
    pass


print(repr(_weakref.ref(Config())).partition(";")[2], "__name__" in repr(_weakref.ref(function)))
config = Config(a=1)
config.setdefault("__name__", "no")
print("(no)" in repr(_weakref.ref(config)), "(function)" in repr(_weakref.ref(function)))
print("(Config)" in repr(_weakref.ref(Config)))
