"""Calling classes: what __init__ may do to its instance and to the caller, classes that change between calls."""
import sys


def frames(e):
    names, t = [], e.__traceback__
    while t is not None:
        names.append(t.tb_frame.f_code.co_name)
        t = t.tb_next
    return names


class Point:
    def __init__(self, x, y=0):
        self.x = x
        self.y = y


def make(c, *args):
    return c(*args)


def one(c):
    return c(1)


def none(c):
    return c()


for _ in range(5):
    p = one(Point)
print(p.x, p.y, type(p).__name__)


# ---- __init__ that replaces, deletes or returns something
class Forgets:
    def __init__(self, x):
        self.x = x
        self = None


class Deletes:
    def __init__(self, x):
        self.x = x
        del self
        del x


class Returns:
    def __init__(self, x):
        return x


class Raises:
    def __init__(self, x):
        raise ValueError(x)


for _ in range(3):
    print(one(Forgets).x, one(Deletes).x)
    try:
        one(Returns)
    except TypeError as e:
        print(e, frames(e))
    result = "before"
    try:
        result = one(Raises)
    except ValueError as e:
        print(result, e, frames(e))


# ---- the old value of the target lives until the new instance is there
class Dies:
    def __init__(self, n):
        self.n = n
        print("init", n)

    def __del__(self):
        print("del", self.n)


d = Dies(1)
d = Dies(2)
d = [Dies(3)]
del d


class Holder:
    def __init__(self, previous):
        self.previous = previous


node = None
for i in range(5):
    node = Holder(node)
depth = 0
while node is not None:
    node, depth = node.previous, depth + 1
print(depth)


class Failing(Dies):
    def __init__(self, n):
        super().__init__(n)
        raise RuntimeError("after init")


try:
    Failing(7)
except RuntimeError as e:
    print(e)
    e = None


# ---- the class changes
class Changing:
    pass


print(none(Changing).__dict__)
for _ in range(3):
    none(Changing)
Changing.__init__ = lambda self: setattr(self, "made", 1)
print(none(Changing).__dict__)
Changing.__init__ = lambda self, a=5, *, b=6: setattr(self, "made", (a, b))
print(none(Changing).__dict__, one(Changing).__dict__)
del Changing.__init__
print(none(Changing).__dict__)
try:
    one(Changing)
except TypeError as e:
    print(e)


class Base:
    pass


class Sub(Base):
    def __init__(self, x):
        self.x = x


for _ in range(3):
    one(Sub)
Base.__new__ = staticmethod(lambda cls, *args: object.__new__(Point))
print(type(one(Sub)).__name__)
Base.__new__ = staticmethod(lambda cls, *args: object.__new__(cls))
print(type(one(Sub)).__name__)


# ---- abstract classes, finalisers, metaclasses, builtin bases, slots
class Abstract:
    def m(self):
        pass

    def __init__(self, x):
        self.x = x


one(Abstract)
Abstract.__abstractmethods__ = frozenset({"m"})
try:
    one(Abstract)
except TypeError as e:
    print(e)


Abstract.__abstractmethods__ = frozenset()
print(one(Abstract).x)


class Concrete(Abstract):
    def m(self):
        return "m"


for _ in range(3):
    print(one(Concrete).m(), one(Concrete).x)


class Counting(type):
    count = 0

    def __call__(cls, *args):
        Counting.count += 1
        return super().__call__(*args)


class Counted(metaclass=Counting):
    def __init__(self, x):
        self.x = x


for _ in range(3):
    one(Counted)
print(Counting.count)


class Numbers(list):
    def __init__(self, n):
        super().__init__(range(n))


class Slotted:
    __slots__ = ("a", "b", "__weakref__")

    def __init__(self, a):
        self.a = a


class Many:
    def __init__(self, x):
        for i in range(100):
            setattr(self, "attribute%d" % i, x)


for _ in range(3):
    print(one(Numbers), one(Slotted).a, len(one(Many).__dict__), one(int), one(str), one(ValueError))


# ---- as a method of a module or instance, from generators, with keywords and stars
module = type(sys)("module")
module.Point = Point


class Space:
    def __init__(self):
        self.kind = Point


def through(o):
    return o.Point(3).x


def kind(o):
    return o.kind(4, 5).y


for _ in range(3):
    print(through(module), kind(Space()))


def points(n):
    for i in range(n):
        yield Point(i, i + 1)


print([(p.x, p.y) for p in points(4)], [Point(i).x for i in range(3)])
print(Point(x=1, y=2).y, Point(*[1, 2]).y, Point(**{"x": 3}).x)


# ---- frames and recursion
class Deep:
    def __init__(self, n):
        self.n = n
        self.frame = sys._getframe().f_back.f_code.co_name
        self.next = Deep(n - 1) if n else None


d = Deep(50)
print(d.frame, d.next.frame)


class Endless:
    def __init__(self, n):
        self.next = Endless(n + 1)


try:
    Endless(0)
except RecursionError as e:
    print(e)


# ---- f_back and locals of frames that an exception has left
def outer(n):
    here = "outer", n
    return middle(n)


def middle(n):
    return Inner(n).value


class Inner:
    def __init__(self, n):
        local = "inner", n
        self.value = 1 // n


for _ in range(3):
    try:
        outer(0)
    except ZeroDivisionError as e:
        t = e.__traceback__
        names = []
        while t is not None:
            f = t.tb_frame
            names.append((f.f_code.co_name, sorted(f.f_locals)[:1] if f.f_code.co_name != "<module>" else None))
            last = f
            t = t.tb_next
        back = []
        while last is not None:
            back.append(last.f_code.co_name)
            last = last.f_back
        print(names)
        print(back)


def handled(n):
    try:
        return middle(n)
    except ZeroDivisionError as e:
        f = e.__traceback__.tb_next.tb_frame
        return f.f_code.co_name, f.f_back.f_code.co_name, f.f_back is sys._getframe()


print(handled(0))


class Dying:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("dropped", self.name, sys._getframe().f_back.f_code.co_name)


def drops():
    local = Dying("local")
    [Dying("temporary"), 1 // 0]


try:
    drops()
except ZeroDivisionError:
    print("caught")
print("end")
