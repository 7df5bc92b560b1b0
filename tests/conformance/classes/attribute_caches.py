"""Attributes at places that have seen something else before: other shapes, other classes, changed classes."""
import sys


def get(o):
    return o.value


def call(o):
    return o.method()


def put(o, v):
    o.value = v


class A:
    value = "A.value"

    def method(self):
        return "A.method"


class B:
    def __init__(self):
        self.other = 1
        self.value = "b"

    def method(self):
        return "B.method"


class C:
    __slots__ = ("value",)

    def method(self):
        return "C.method"


class D:
    @property
    def value(self):
        return "D.property"

    def __init__(self):
        self.method = lambda: "d.method"


class E:
    def __getattr__(self, name):
        return lambda: "E." + name if name == "method" else "E." + name


class F(dict):
    value = 5

    @staticmethod
    def method():
        return "F.static"


class G:
    @classmethod
    def method(cls):
        return "G.class " + cls.__name__

    @classmethod
    def value(cls):
        return cls


# ---- one place, many kinds of objects, more than once
objects = [A(), B(), C(), D(), F(), G, A, F, sys]
objects[2].value = "slot"
sys.value = "sys.value"
sys.method = lambda: "sys.method"
for _ in range(40):
    values = [get(o) if o is not G else get(o)() for o in objects]
    calls = [call(o) if o is not A else None for o in objects]
print(values)
print(calls)
del sys.value, sys.method
for o in (sys, C()):
    try:
        get(o)
    except AttributeError as e:
        print(e)


# ---- class constants change
class Direction:
    NONE = 0
    FORWARD = 1


def constants():
    return Direction.NONE, Direction.FORWARD


for _ in range(5):
    constants()
print(constants())
Direction.NONE = "new"
print(constants())
Direction.FORWARD = property(lambda self: 5)
print(type(constants()[1]).__name__)
del Direction.NONE
try:
    constants()
except AttributeError as e:
    print(e)


class Base:
    X = 1


class Derived(Base):
    pass


def derived():
    return Derived.X


for _ in range(5):
    derived()
Base.X = 2
print(derived())
Derived.X = 3
print(derived())
del Derived.X
print(derived())


class Meta(type):
    X = property(lambda cls: "from the metaclass")


class WithMeta(metaclass=Meta):
    X = 1


def x_of(c):
    return c.X


for _ in range(5):
    print(x_of(Base), x_of(WithMeta), x_of(Derived))


class PlainMeta(type):
    pass


class Moves(metaclass=PlainMeta):
    X = 7


for _ in range(5):
    x_of(Moves)
Moves.__class__ = Meta
print(x_of(Moves))


# ---- class and static methods whose wrapper is initialised again, replaced, or wraps no function
class H:
    @classmethod
    def make(cls):
        return "make", cls.__name__

    @staticmethod
    def plain():
        return "plain"


class I(H):
    pass


def make(c):
    return c.make()


def plain(c):
    return c.plain()


for _ in range(5):
    print(make(H), make(I), make(H()), plain(H), plain(H()))
H.__dict__["make"].__init__(lambda cls: "again " + cls.__name__)
H.__dict__["plain"].__init__(lambda: "plain again")
print(make(H), make(I), make(I()), plain(H), plain(I()))
H.__dict__["make"].__init__(len)
try:
    make(H)
except TypeError as e:
    print(e)
H.__dict__["plain"].__init__(int)
print(plain(H), plain(H()))
H.make = lambda: "function"
print(make(H), make(I))


# ---- stores: several shapes, a class that gets a data descriptor, slots, a __setattr__
class J:
    pass


class K:
    def __init__(self):
        self.a = 0


log = []
for _ in range(40):
    for o in (J(), K(), B(), C()):
        put(o, "v")
        log.append(get(o))
print(set(log), len(log))
j = J()
put(j, 1)
J.value = property(lambda self: "computed", lambda self, v: log.append(("set", v)))
put(j, 2)
print(log[-1], get(j), j.__dict__)
del J.value
print(get(j))
K.__setattr__ = lambda self, name, v: log.append((name, v))
put(K.__new__(K), 9)
print(log[-1])


# ---- properties
class P:
    def __init__(self, n):
        self.n = n

    @property
    def value(self):
        return self.n * 2

    @value.setter
    def value(self, v):
        self.n = v


p = P(4)
for _ in range(5):
    get(p)
print(get(p))
P.value = P.value.getter(lambda self: self.n + 100)
print(get(p))
put(p, 7)
print(get(p))
P.value = property(lambda self, extra="default": (self.n, extra))
print(get(p), get(p))
P.value = property(lambda: 1)
try:
    get(p)
except TypeError as e:
    print(e)
P.value = "plain"
print(get(p))
p.__dict__["value"] = "instance"
print(get(p))


def from_generator(items):
    for item in items:
        yield item.value


P.value = property(lambda self: self.n)
del p.__dict__["value"]
print(list(from_generator([p, B(), p, A()])))
