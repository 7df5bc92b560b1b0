"""Locals of functions and generators die the last one first."""


class D:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def plain(p, q=None):
    a = D("a")
    b = D("b")
    c = p
    print("in plain")


plain(D("p"), D("q"))


def generator():
    a, b = D("ga"), D("gb")
    yield
    c = D("gc")


g = generator()
next(g)
del g
for _ in generator():
    pass


def failing():
    a, b = D("fa"), D("fb")
    raise ValueError


try:
    failing()
except ValueError:
    print("caught")


class C:
    def method(self, other):
        a = self
        b = other
        c = D("c")


C().method(D("other"))
print("end")
