# What generated programs found: keywords that are no strings, sequences that are no mappings, contexts.
import _functools as functools
import _operator as operator
from _collections import deque


def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e, type(e.__context__).__name__)


# partial keeps keywords that are no strings until the call.
p = functools.partial(print, **{1: 2})
print(p, p.keywords)
show(p)
show(lambda: p(**{3: 4}))
show(lambda: p(sep=""))
show(lambda: functools.partial(p, **{2: 3}).keywords)
show(lambda: functools.partial(**{1: 2}))
show(lambda: functools.partial(5, **{1: 2}))
show(lambda: functools.partial(lambda **k: k, **{1: 2})())


for c in (dict, list, int, str, type, Exception, property, enumerate, print, max, lambda **k: k):
    show(lambda: c(**{1: 2}))
    show(lambda: c([1], **{1: 2}))

for f in (max, min):
    for args in ((), (1, 2), ([1],)):
        for keywords in ({"a": 1}, {"key": None, "default": 2, "a": 1}, {"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 2}):
            show(lambda: f(*args, **keywords))

# concat is for sequences: none of the messages of `+`.
def one(self, i):
    return 1


G = type("G", (), {"__getitem__": one})
GA = type("GA", (), {"__getitem__": one, "__add__": lambda self, other: "add"})
GR = type("GR", (), {"__getitem__": one, "__radd__": lambda self, other: "radd"})
GI = type("GI", (), {"__getitem__": one, "__iadd__": lambda self, other: "iadd"})
A = type("A", (), {"__add__": lambda self, other: "add"})
for a in (b"abcd", memoryview(b"a"), [1], (1,), {}, {1: 2}.keys(), range(3), 5, "x", G(), GA(), GI(), A()):
    for b in ([], (2,), b"x", memoryview(b"q"), 5, "y", {}, G(), GR()):
        print(type(a).__name__, type(b).__name__, end=" ")
        show(lambda: operator.concat(a, b))
        if not isinstance(a, list):
            show(lambda: operator.iconcat(a, b))

# A deque has items by number only: it is no mapping.
class D(deque):
    pass


class DG(deque):
    def __len__(self):
        return 3


for x in (deque([1]), D([1]), DG(), [1], range(3), memoryview(b"a"), {}, b"x", bytearray(b"a"), G(), list[int], 5):
    print(type(x).__name__)
    show(lambda: "a" % x)
    show(lambda: b"a" % x)
    show(lambda: "%(a)s" % x)

# A MemoryError of the interpreter has no context.
for f in (lambda: [0] * 2**60, lambda: (1, 2) * 2**60, lambda: bytearray(2**62), lambda: b"ab" * 2**62, lambda: "ab" * 2**62):
    try:
        try:
            undefined
        except NameError:
            f()
    except (MemoryError, OverflowError) as e:
        print(type(e).__name__, e, type(e.__context__).__name__)
try:
    try:
        undefined
    except NameError:
        raise MemoryError
except MemoryError as e:
    print(type(e.__context__).__name__)


# `else` of `except*`.
def star(x):
    try:
        if x:
            raise x
    except* ValueError as e:
        print("value", e.exceptions)
    except* KeyError:
        print("key")
    else:
        print("else")
        if x is None:
            raise TypeError("else")
        return "end"
    finally:
        print("finally")
    return "after"


for x in (0, None, ValueError(1), KeyError(2)):
    show(lambda: star(x))


# How a message names what is called: its name, or else str() of it, which may raise.
class Named:
    __module__ = "m"

    def __call__(self, *args, **keywords):
        return args, keywords


class Shown:
    def __call__(self, *args, **keywords):
        return args, keywords

    def __str__(self):
        return "shown"


class Broken(Shown):
    def __str__(self):
        return self.missing


class Other(Shown):
    def __init__(self, qualname, module):
        self.__qualname__ = qualname
        self.__module__ = module


for c in (Named, Shown(), Broken(), Other(5, 6), Other("n", None), Other("n", "builtins"), print, [].append, Shown, int):
    show(lambda: c(*5))
    show(lambda: c(1, *5))
    show(lambda: c(**5))
    show(lambda: c(a=1, **{"a": 2}))
    show(lambda: c(**{1: 2}, **{1: 3}))


# Lone surrogates in messages.
def told(f):
    try:
        print(ascii(f()))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))


class C:
    pass


class S:
    __slots__ = ("a",)


def f(a, *, b=1):
    pass


text = "x\xe9\ud800"
for x in (5, "a", 2.5, 1j, C(), C, S(), [], None, operator, f, len, True, type):
    told(lambda: getattr(x, text))
    told(lambda: delattr(x, text))
    told(lambda: format(x, text) if not callable(x) and type(x) not in (C, S, type(operator)) else 0)
    told(lambda: ("{0.%s}" % text).format(x))
    told(lambda: x(**{text: 1}))
    told(lambda: f(1, **{text: 1}, **{text: 2}))
for name in (text, "math." + text, "\U0010ffff", "\U0010ffff\U000fd800"):
    told(lambda: __import__(name))
    told(lambda: getattr(5, name))
    told(lambda: eval("a" + "b", {name: 1}))
    told(lambda: f(**{name: 1}))
    told(lambda: min(1, 2, **{name: 1}))
    told(lambda: f"{5:{name}}")
    told(lambda: type(name, (), {})() + 1 if name.isidentifier() else 0)
told(lambda: type(text, (), {}))


# Dicts of classes with their own `__iter__` or `keys`.
class I(dict):
    def __iter__(self):
        print("iter")
        return iter("xy")


class IK(I):
    def keys(self):
        print("keys")
        return ["k"]


class K(dict):
    def keys(self):
        print("keys")
        return ["k"]


class IKG(IK):
    def __getitem__(self, k):
        return "got " + k


class N(I):
    def keys(self):
        return 5


class M(I):
    def keys(self):
        return self.missing


class T(I):
    def keys(self):
        return ["a", "b", "b"]

    def __getitem__(self, k):
        print("item", k)
        return k


def inplace(d):
    x = {1: 2}
    x |= d
    return x


def matched(d):
    match d:
        case {"k": x, **r}:
            return x, r
        case {**r}:
            return r


def keywords(**k):
    return k


for c in (I, IK, K, IKG, N, M, T):
    for a in ({}, {"z": 1}, {"k": 1, 2: 3}):
        d = c()
        dict.update(d, a)
        print(c.__name__, a)
        told(lambda: d.copy())
        told(lambda: d | {1: 2})
        told(lambda: {1: 2} | d)
        told(lambda: dict(d))
        told(lambda: {**d})
        told(lambda: {"a": 1, **d})
        told(lambda: inplace(d))
        told(lambda: keywords(**d))
        told(lambda: keywords(b=1, **d))
        told(lambda: type("T", (), d).__dict__.get("k"))
        told(lambda: (d == a, list(d.items())))
        told(lambda: matched(d))


# Conversion characters that nobody knows.
for i in (0, 1, 30, 31, 32, 40, 98, 126, 127, 128, 255):
    for template in ("%", "ab%-5.3", "\xe9%(a)", "%0", "%.", "%l"):
        told(lambda: (template + chr(i) + "z") % {"a": 1})
        told(lambda: (template + chr(i) + "z").encode("latin-1") % {b"a": 1})
        told(lambda: (template + chr(i) + "z") % 1)
        told(lambda: (template + chr(i) + "z").encode("latin-1") % (1, 2))
    told(lambda: ("{0!" + chr(i) + "}").format(1))


# A width that no memory can hold counts only where there is a width.
for spec in ("2147483648000", ">99999999999.5", "<at 0x7112345678901>", "x99999999999999"):
    for value in ((), None, C, 5 if "x" in spec else [], "a" if "x" in spec else {}):
        told(lambda: format(value, spec).partition("C")[0])
        told(lambda: f"{value:{spec}}".partition("C")[0])

# What is wrong with a specification comes before what its width asks for.
for value, spec in (
    ("a", ">-2147483647"), ("a", " 2147483647"), ("a", "=99999999999"), ("a", "099999999999"), ("a", "#99999999999"),
    ("a", "99999999999d"), (1, "99999999999s"), (1, ".9999999999d"), (1.5, "99999999999d"), (1j, "099999999999"), (True, "99999999999s"),
):
    attempt = [format, lambda v, s: v.__format__(s), lambda v, s: f"{v:{s}}", lambda v, s: "{:{}}".format(v, s)]
    for formatted in attempt:
        try:
            print(len(formatted(value, spec)))
        except Exception as e:
            print(type(e).__name__, e)
