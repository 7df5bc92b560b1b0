"""Functions and classes that the rows of operations.txt use."""
from _collections import deque
from _functools import partial

GLOBAL = 1


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x=1, y=2):
        self.x = x
        self.y = y

    def get(self):
        return self.x

    def two(self, a, b):
        return a

    @property
    def prop(self):
        return self.x

    @staticmethod
    def static():
        return 1

    @classmethod
    def of_class(cls):
        return 1


class Child(Point):
    def get(self):
        return super().get()


class Second(Point):
    pass


class Third(Point):
    pass


class Fourth(Point):
    pass


class Empty:
    pass


class Slots:
    __slots__ = ("x",)

    def __init__(self):
        self.x = 1


class Operators:
    def __add__(self, other):
        return 1

    def __eq__(self, other):
        return True

    def __lt__(self, other):
        return True

    def __hash__(self):
        return 1

    def __getitem__(self, index):
        return 1

    def __setitem__(self, index, value):
        pass

    def __contains__(self, item):
        return True

    def __len__(self):
        return 1

    def __bool__(self):
        return True

    def __call__(self):
        return 1

    def __str__(self):
        return "s"

    def __iter__(self):
        return iter((1,))

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None

    def __getattr__(self, name):
        return 1


def none():
    pass


def one(a):
    return a


def three(a, b, c):
    return a


def defaults(a, b=2, c=3):
    return a


def keywords(a, *, b=1, c=2):
    return a


def star(*args):
    return args


def double_star(**kwargs):
    return kwargs


def raises():
    raise ValueError("text")


def nested_raise(depth):
    if depth:
        nested_raise(depth - 1)
    raise ValueError("text")


def caught_here():
    try:
        raise ValueError
    except ValueError:
        pass


def caught_with_name():
    try:
        raise ValueError("text")
    except ValueError as error:
        pass


def caught_outside():
    try:
        raises()
    except ValueError:
        pass


def caught_far():
    try:
        nested_raise(5)
    except ValueError:
        pass


def missing_key(d):
    try:
        d[1]
    except KeyError:
        pass


def missing_attribute(o):
    try:
        o.nothing
    except AttributeError:
        pass


def nothing_raised():
    try:
        pass
    except ValueError:
        pass


def with_finally():
    try:
        return 1
    finally:
        pass


def generator(n):
    for i in range(n):
        yield i


def delegating(n, depth):
    if depth:
        yield from delegating(n, depth - 1)
    else:
        yield from range(n)


async def coroutine():
    return 1


async def awaiting():
    await coroutine()
    await coroutine()
    await coroutine()
    await coroutine()


def run(c):
    try:
        c.send(None)
    except StopIteration:
        pass


def counter():
    count = 0

    def add():
        nonlocal count
        count += 1
        return count
    return add


def adder(n):
    return lambda x: x + n


def match_value(x):
    match x:
        case 1:
            return 1
        case "a" | "b":
            return 2
        case [a, b]:
            return 3
        case {"key": value}:
            return 4
        case Point(x, y):
            return 5


def set_global():
    global GLOBAL
    GLOBAL = 1


def build_string(n):
    s = ""
    for i in range(n):
        s += "x"
    return s


def make_class():
    class Made:
        x = 1

        def method(self):
            pass
    return Made


class Sink:
    def write(self, text):
        pass
