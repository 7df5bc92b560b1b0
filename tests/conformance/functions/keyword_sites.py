# A call site with keywords sees one function after the other, and functions whose parameters change.
import sys


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except TypeError as e:
        print(type(e).__name__, e)


def plain(a, b, c):
    return "plain", a, b, c


def swapped(c, b, a):
    return "swapped", a, b, c


def defaults(a, b=2, c=3):
    return "defaults", a, b, c


def only(a, *, b=20, c):
    return "only", a, b, c


def rest(a, *args, b=0, c=0, **more):
    return "rest", a, args, b, c, more


def anything(*args, **kwargs):
    return "anything", args, kwargs


def posonly(a, /, b, **c):
    return "posonly", a, b, c


def posonly_named(b, c, a=0, /, **more):
    return "posonly_named", a, b, c, more


class Point:
    def __init__(self, a, b, c=9):
        self.all = (a, b, c)

    def method(self, a, b=5, *, c=6):
        return ("method", a, b, c)

    @classmethod
    def made(cls, a, b, c):
        return ("made", cls.__name__, a, b, c)

    @staticmethod
    def static(a, b, c):
        return ("static", a, b, c)

    def __call__(self, a, b, c):
        return ("call", a, b, c)


class Strict:
    __slots__ = ()

    def __init__(self, a, *, b, c):
        return 5


class Bare:
    pass


def site(f, x):
    return f(x, c=3, b=2)


def all_named(f):
    return f(c=3, a=1, b=2)


def too_many(f):
    return f(1, 2, 3, 4, b=5, c=6)


def one(f):
    return f(1, c=7)


POINT = Point(0, 0)
FUNCTIONS = [plain, swapped, defaults, only, rest, anything, posonly, posonly_named, Point, POINT.method, POINT.made,
             POINT.static, POINT, Strict, Bare, dict, lambda *, a, b, c: (a, b, c), lambda a, c, b=1: (a, b, c)]
for _ in range(2):
    for f in FUNCTIONS:
        for call in (lambda f: site(f, 1), all_named, too_many, one):
            try:
                result = call(f)
            except TypeError as e:
                print("TypeError", str(e).split(" at 0x")[0])
            else:
                print(result.all if isinstance(result, Point) else result)


# The code and the defaults of a function change behind the back of the site.
def changing(a, b=2, *, c=3):
    return (a, b, c)


def call_changing():
    return changing(1, c=4)


print(call_changing())
changing.__defaults__ = (20,)
print(call_changing())
changing.__kwdefaults__ = None
print(call_changing())
changing.__defaults__ = None
attempt(call_changing)
changing.__defaults__ = (7, 8, 9)
print(call_changing())
changing.__code__ = (lambda c, x, b: (b, c, x)).__code__
attempt(call_changing)
changing.__code__ = (lambda x, c, b=5: (b, c, x)).__code__
print(call_changing())


# Methods: the same site with and without an instance in front.
class Other:
    def method(self, c, a):
        return ("other", a, c)

    free = None


def by_method(o):
    return o.method(a=1, c=2)


o = Other()
o2 = Other()
o2.method = lambda a, c: ("attribute", a, c)
for _ in range(3):
    for x in (o, o2, o, Point(1, 2), sys.intern):
        try:
            print(by_method(x))
        except (TypeError, AttributeError) as e:
            print(type(e).__name__, str(e).split(" at 0x")[0])


# Names that are no identifiers of the function, more than eight, and evaluated in order.
def many(a1=0, a2=0, a3=0, a4=0, a5=0, a6=0, a7=0, a8=0, a9=0, a10=0):
    return (a1, a2, a3, a4, a5, a6, a7, a8, a9, a10)


order = []


def note(x):
    order.append(x)
    return x


for _ in range(2):
    print(many(a10=note(10), a1=note(1), a9=note(9), a2=note(2), a8=note(8), a3=note(3), a7=note(7), a4=note(4), a6=note(6)))
    print(many(note(1), a10=note(10), a2=note(2)))
print(order)


# Arguments die when the callee lets them go.
class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def forget(a, b, *rest, c=None, **more):
    del a, b, rest, c, more
    print("forgotten")


for _ in range(2):
    forget(Loud("a"), Loud("b"), Loud("r"), c=Loud("c"), d=Loud("d"))
    forget(Loud("a"), b=Loud("b"), d=Loud("d"))


# Recursion through keywords.
def depth(n, *, k):
    return 0 if n == 0 else 1 + depth(n - 1, k=k)


print(depth(200, k=1))


def endless(*, k):
    return endless(k=k)


try:
    endless(k=1)
except RecursionError as e:
    print(type(e).__name__, e)


# The dict of **kwargs is the callee's own.
def change(**kwargs):
    kwargs["x"] = 5
    return kwargs


given = {"x": 1, "y": 2}
print(change(**given), given, change(**given) is given)


def tuple_of(*args):
    return args


t = (1, 2)
print(tuple_of(*t), tuple_of(*t, 3), tuple_of(0, *t))


# Generators and coroutines called with keywords.
def generate(a, *, b):
    yield a
    yield b


print(list(generate(1, b=2)), list(generate(b=3, a=4)))


async def coroutine(a, *, b=1):
    return a + b


async def main():
    return await coroutine(1, b=2) + await coroutine(a=10) + await coroutine(*(5,), **{"b": 6})


try:
    main().send(None)
except StopIteration as e:
    print(e.value)
