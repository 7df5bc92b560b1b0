import gc

saved = []


class R:
    def __init__(self, name): self.name = name
    def __del__(self):
        print("del", self.name)
        saved.append(self)


r = R("r")
del r
print(len(saved), saved[0].name)
saved.clear()
print("finalised once only", len(saved))


class Cycle:
    def __init__(self, name):
        self.name = name
        self.me = self
    def __del__(self):
        print("del cycle", self.name)


c = Cycle("c1")
del c
print("before collect")
print(gc.collect() > 0)
gc.disable()
a, b = Cycle("a"), Cycle("b")
a.other, b.other = b, a
del a, b
gc.collect()
gc.enable()


class Res(Cycle):
    def __del__(self):
        print("resurrecting", self.name)
        saved.append(self)


Res("z")
gc.collect()
print(saved[0].me is saved[0])
saved.clear()
gc.collect()
print("gone")


def gen():
    me = yield
    try:
        yield me
    finally:
        print("generator in a cycle finalised")


g = gen()
next(g)
g.send(g)
del g
gc.collect()
l = []
l.append(l)
l.append(Cycle("in list cycle"))
l[1].me = None
del l
gc.collect()
f = lambda: f
def outer():
    def inner(): return inner
    inner.d = Cycle("on function")
    inner.d.me = None
outer()
gc.collect()
print("end")
