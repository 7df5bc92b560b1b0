"""What class and mapping patterns capture, in every size, and their errors."""


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Big:
    __match_args__ = tuple("abcdefghij")

    def __init__(self):
        for i, name in enumerate("abcdefghij"):
            setattr(self, name, i)


class Loud:
    __match_args__ = ("one", "two")

    def __getattr__(self, name):
        print("asked for", name)
        if name == "two":
            raise AttributeError(name)
        return name


def classify(x):
    match x:
        case Point(0, 0):
            return "origin"
        case Point(x, y=0):
            return "axis", x
        case Point(x, y):
            return "point", x, y
        case Big(a, b, c, d, e, f, g, h, i, j):
            return a, b, c, d, e, f, g, h, i, j
        case {"k": v, "l": w, **rest}:
            return "two", v, w, rest
        case {"k": v}:
            return "one", v
        case {1: v, 1.5: w}:
            return "numbers", v, w
        case str(s) | bytes(s):
            return "text", s
        case int(n) if n > 100:
            return "large", n
        case bool(b):
            return "bool", b
        case int() | float():
            return "number"
        case [a, *_, z]:
            return "ends", a, z
        case [a]:
            return "single", a
        case []:
            return "empty"
        case None:
            return "none"
        case _:
            return "other"


subjects = [Point(0, 0), Point(3, 0), Point(1, 2), Big(), {"k": 1, "l": 2, "m": 3}, {"k": 1}, {}, {1: 2, 1.5: 3}, "abc", b"de",
            1000, True, 5, 2.5, [1, 2, 3], (1, 2), [7], (), None, {1}, object, range(3), {True: 4, 1.5: 5}]
for subject in subjects:
    print(classify(subject))
match Loud():
    case Loud(a, b):
        print("both", a, b)
    case Loud(one=a):
        print("one", a)


class Mapping(dict):
    def get(self, key, default=None):
        print("get", key)
        return super().get(key, default)


match Mapping(k=1, l=2):
    case {"k": a, "l": b}:
        print(a, b)


class Meta(type):
    def __instancecheck__(cls, x):
        return x == 3


class Three(metaclass=Meta):
    pass


class Args(type):
    @property
    def __match_args__(cls):
        return ("real",)


class Real(int, metaclass=Args):
    pass


match Real(4):
    case Real(r):
        print("real", r)
match 3:
    case Three():
        print("three")


def error(body):
    try:
        body()
    except TypeError as e:
        print(e)


class BadArgs:
    __match_args__ = ["a"]


class BadNames:
    __match_args__ = ("a", 1)
    a = 1


class Twice:
    __match_args__ = ("a", "a")
    a = 1


def too_many():
    match Point(1, 2):
        case Point(1, 2, 3):
            pass


def no_args():
    match object():
        case object(x):
            pass


def self_two():
    match "a":
        case str(a, b):
            pass


def list_args():
    match BadArgs():
        case BadArgs(a):
            pass


def bad_names():
    match BadNames():
        case BadNames(a, b):
            pass


def twice():
    match Twice():
        case Twice(a, b):
            pass


def both():
    match Point(1, 2):
        case Point(1, x=1):
            pass


def not_class():
    f = len
    match 1:
        case f():
            pass


for body in (too_many, no_args, self_two, list_args, bad_names, twice, both, not_class):
    error(body)

one = 1


class Keys:
    a = "k"
    b = "k"


try:
    match {"k": 1, "m": 2}:
        case {Keys.a: x, Keys.b: y}:
            pass
except ValueError as e:
    print(e)
for a, b in [([], 0), ((), 0), ("", 0), ({}, 0.0), ([], ()), ([1], (1,)), ("a", b"a"), ({}, []), (True, 1), (1, 1.0), (2**70, "x")]:
    print(a == b, a != b, "eq" if a == b else "ne", "ne" if a != b else "eq")
