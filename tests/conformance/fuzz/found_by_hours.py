# What longer campaigns of generated programs found.


def show(f, *args):
    try:
        print(ascii(f(*args)))
    except Exception as e:
        print(type(e).__name__, ascii(str(e)), type(e.__context__).__name__)


# `%`: the key and what a `*` stands for come before the error of what follows.
for template in ("%(a)", "%(a", "%*", "%.*", "%*d", "%-", "%l", "%.", "%(a)*", "%(a)*d", "%.*d", "%5", "%(a)5.", "%z",
                 "%(a)99999999999999999999d", "%*.99999999999d", "%99999999999999999999d", "%(a)z", "%*z"):
    for value in ({}, {"a": 1}, {b"a": 1}, 1, "a", (), (1,), ("a",), (1, 2)):
        print(template, value, end=" ")
        show(lambda: template % value)
        show(lambda: template.encode() % value)


# bytes: an __index__ that raises is no number, so the value is looked for as a part.
class I:
    def __init__(self, v):
        self.v = v

    def __index__(self):
        if isinstance(self.v, Exception):
            raise self.v
        return self.v


for v in (97, 256, -1, 2**70, "x", (), ValueError("v"), KeyError(1)):
    show(lambda: I(v) in b"abc")
    show(lambda: I(v) in bytearray(b"abc"))
    show(lambda: b"abc".find(I(v)))
    show(lambda: b"abc".count(I(v)))

# Type parameters with stars, in a source with a starred comparison in a subscript.
type A[*T] = T
type B[*T = *tuple[int]] = T
b, c = [], []


class Item:
    def __getitem__(self, i):
        return i


show(lambda: Item()[*b == c or [1]])
show(lambda: Item()[1, *b == c or "xy"])
print(A.__type_params__, B.__type_params__[0].__default__)


def f[*U](*a: *U):
    return a


print(f(1), f.__type_params__)


# What raises TypeError in `iter()` is no iterable, whatever it says itself.
class Iter:
    def __init__(self, result):
        self.result = result

    def __iter__(self):
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


class Never:
    __iter__ = None


for make in (lambda: Iter(5), lambda: Iter(TypeError("t")), lambda: Iter(ValueError("v")), lambda: Iter(iter([1])), Never,
             object, lambda: 5.5):
    for f in (bytes, bytearray, int.from_bytes, b"".join, "".join, bytearray().extend,
              lambda v: bytearray(b"abc").__setitem__(slice(1), v), lambda v: [1].__setitem__(slice(1), v),
              lambda v: 1 in v, lambda v: [1].extend(v), set, lambda v: [*v]):
        show(f, make())


# The length hint counts where `__len__` is no length.
class Hinted:
    __len__ = None

    def __getitem__(self, i):
        return [1, 2][i]

    def __length_hint__(self):
        return "hint"


show(lambda: [*Hinted()])
show(lambda: list(Hinted()))


# `__bool__`, `__buffer__` and `__fspath__` that are no methods, or fail.
def broken(self, flags):
    return 1 // 0


for name in ("__bool__", "__buffer__", "__fspath__", "__len__"):
    for value in (None, 5, broken):
        C = type("C", (), {name: value})
        for f in (bool, int, float, lambda v: not v, exec, open, lambda v: compile(v, "c", "exec")):
            show(f, C())

# The shape of a cast is looked at after all else.
for data in (b"", b"ab", bytes(24), memoryview(bytes(24)).cast("B", [2, 3, 4]), memoryview(b"abcd")[::2]):
    for code in "BHx":
        for shape in (None, [], [1], [24], [2, 3, 4], [0], [0, 5], ["a"], 5, [2**70], [2**62, 4, 4], [1] * 65):
            show(lambda: memoryview(data).cast(code, shape).shape if shape is not None else memoryview(data).cast(code).shape)

# A view and a frozenset make a set.
for a in (frozenset("ab"), set("ab"), {"a": 1}.keys(), {"a": 1}.items()):
    for b in ({}.keys(), {"a": 1}.keys(), {"a": 1}.items()):
        print(type(a & b).__name__, type(b & a).__name__, type(b | a).__name__, type(b - a).__name__)


# Where a generator waits for another iterator, StopIteration is that one's end.
def waits(other):
    try:
        result = yield from other
    except BaseException as e:
        result = type(e).__name__
    return "result", result


class Iterator:
    def __init__(self, close=None):
        if close:
            self.close = close

    def __iter__(self):
        return self

    def __next__(self):
        return 1


def stops():
    raise StopIteration("closed")


for other in (lambda: [1, 2], Iterator, lambda: Iterator(stops), lambda: Iterator(lambda: 5), lambda: waits([1])):
    for exception in (StopIteration("value"), StopIteration(), ValueError("v"), GeneratorExit()):
        g = waits(other())
        next(g)
        show(g.throw, exception)


class Awaited:
    def __await__(self):
        return Iterator()


async def waiting():
    return "awaited", await Awaited()


c = waiting()
c.send(None)
show(c.throw, StopIteration("value"))


done = False


# An async generator that ignores GeneratorExit is closed for athrow() and aclose(), not for asend().
async def stubborn():
    while not done:
        try:
            yield 1
        except GeneratorExit:
            pass


def drive(awaitable):
    try:
        return awaitable.send(None)
    except StopIteration as e:
        return "stop", e.value


g = stubborn()
show(drive, g.asend(None))
show(drive, g.aclose())
show(drive, g.asend(None))
show(drive, g.athrow(ValueError))
show(drive, g.aclose())
show(drive, g.asend(None))
done = True
show(drive, g.asend(None))


# An UnboundLocalError has no name, a NameError has one.
def unbound():
    del x
    x = 1


def free():
    def inner():
        return x
    inner()
    x = 1


for f in (unbound, free, lambda: undefined):
    try:
        f()
    except NameError as e:
        print(type(e).__name__, e.name)


# Unions of type parameters.
def parameters[T, **P]():
    return T, P


T, P = parameters()
for other in (None, int, int | str, T, P, 5, (1,), list[T], [1], len):
    for mine in (T, P):
        show(lambda: mine | other)
        show(lambda: other | mine)
print((T | None).__parameters__, T.__module__, A.__module__, type(A).__module__)
show(lambda: type("G", (object, __import__("sys").version_info.__class__.__mro__[1]), {}).__name__)


class Named[T]:
    pass


show(lambda: type("H", (object, Named.__mro__[1]), {}))

# The names of functions in annotations and type parameters are those of the place around.
def plain(a: (lambda: 1)) -> [lambda: 2]:
    pass


def generic[T: (lambda: 1), V = (lambda: 2)](a: (lambda: T)):
    x: (lambda: 3)


class Annotated[T]:
    x: (lambda: T)

    def method[V](self, a: (lambda: V)):
        pass

    def other(self, a: (lambda: 1)):
        pass


def outer():
    def inner[T](a: (lambda: T), b: (lambda: 1)):
        pass

    class Local(list):
        y: (lambda: 1)

    type Alias[T: (lambda: 1)] = (lambda: 2)
    return inner, Local, Alias


inner, Local, Alias = outer()
for f in (plain, generic, Annotated, Annotated.method, Annotated.other, inner, Local):
    print(f.__annotate__.__qualname__, f.__annotate__.__name__, [getattr(v, "__qualname__", 0) for v in f.__annotations__.values()])
print(Alias.__value__.__qualname__, Alias.__type_params__[0].__bound__.__qualname__, generic.__type_params__[1].__default__.__qualname__)


# Where annotations are kept once they are set, and what that leaves of `__annotate__`.
def kinds():
    class Plain:
        x: int

    class Empty:
        pass

    class Own:
        x: int
        __annotations__ = {"own": 1}

    class Function:
        __annotate__ = lambda format: {"function": format}

    return Plain, Empty, Own, Function


def set_annotations(c):
    c.__annotations__ = {"set": 1}


def delete_annotations(c):
    del c.__annotations__


def set_function(c):
    c.__annotate__ = lambda format: {"new": format}


def set_none(c):
    c.__annotate__ = None


def call(c):
    return c.__annotate__ and c.__annotate__(1)


steps = (lambda c: c.__annotations__, set_annotations, delete_annotations, set_function, set_none, call)
for kind in range(4):
    for first in steps:
        for second in steps:
            c = kinds()[kind]
            show(first, c)
            show(second, c)
            print(sorted(name for name in c.__dict__ if "annot" in name))
            show(lambda: c.__annotations__)
plain.__annotate__ = lambda format: 5
show(lambda: plain.__annotations__)

# Pairs that both views of items have are not hashed.
for a in ({"a": [1]}, {"a": [1], "b": 2}, {"a": 1, "c": 3}, {}):
    for b in ({"a": [1]}, {"a": 1}, {"b": 2, "a": [1]}):
        show(lambda: sorted(a.items() ^ b.items()))
        show(lambda: sorted(a.keys() ^ b.items(), key=str))


# An async generator that returns when it is closed for nobody ends with StopAsyncIteration.
async def returns():
    try:
        yield 1
    finally:
        try:
            pass
        except GeneratorExit:
            pass


async def catches():
    try:
        yield 1
    except GeneratorExit:
        print("caught")


import sys
sys.unraisablehook = lambda u: print("unraisable", type(u.exc_value).__name__, u.err_msg.partition(" at ")[0])
for make in (returns, catches):
    g = make()
    show(drive, g.__anext__())
    del g
    g = make()
    show(drive, g.__anext__())
    show(drive, g.aclose())
    del g
    g = make()
    del g


# Sets in unions with themselves are copied, not merged: their order is that of a copy.
ones = set(range(4))
ones.symmetric_difference_update([17, 33])
print(ones, ones | ones, ones.union(ones), ones.union(ones, [1]), frozenset(ones) | frozenset(ones), ones | set(ones))


class IntOfBool:
    __int__ = lambda self: True


class IntOfText:
    __int__ = lambda self: "1"


for template in ("%d", "%i", "%5.3d", b"%d", "%x"):
    for number in (IntOfBool(), IntOfText()):
        try:
            print(template % number)
        except TypeError as e:
            print(e)
# A kind that ints do not have comes before the limit of their digits.
for kind in ("s", "z", "f", "d", "n", "x", ",s"):
    try:
        print(len(format(10**300 if kind == "f" else 2**20000, kind)))
    except Exception as e:
        print(type(e).__name__, e)
for template, width in (("%*d", -2**63), ("%*s", -2**63), (b"%*d", -2**63), ("%*%", -2**63), ("%*%", 2**63 - 1), ("%*s", 2**63)):
    try:
        print(len(template % ((width,) if template == "%*%" else (width, 1))))
    except Exception as e:
        print(type(e).__name__, e)
