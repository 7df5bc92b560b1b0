"""Generators that builtin functions consume: values, errors, nesting, re-entry, what they see of each other."""
import sys


def numbers(n):
    for i in range(n):
        yield i


def failing(n):
    for i in range(n):
        yield i
    raise LookupError("after %d" % n)


# Plain results.
print(sum(numbers(10)), sum(x * 0.5 for x in range(5)), sum((x for x in [1, 2.5, 3j]), 1))
print(list(numbers(3)), tuple(numbers(3)), set(numbers(3)), sorted(numbers(3), reverse=True))
print(min(numbers(4)), max(numbers(4)), any(x > 2 for x in numbers(4)), all(x > 2 for x in numbers(4)))
print(dict((k, k * k) for k in numbers(3)), frozenset(x % 2 for x in numbers(5)))
print(",".join(str(x) for x in numbers(4)), bytes(x + 65 for x in numbers(3)))
print(min((x % 3 for x in [5, 7, 2 ** 70]), default=None), max(x for x in [1, 2.5, 2 ** 65, 3]))
print(max((str(x) for x in [3, 20, 100]), key=len), min((x for x in []), default="none"))
print(sum(1 for _ in numbers(0)), sum([2 ** 62, 2 ** 62, 2 ** 63, -1]), sum(x for x in [2 ** 62] * 4))
print(sum([True, False, True]), sum(x for x in [True, 2, 2 ** 70, True]))
print(sum(([x] for x in numbers(3)), []))

# A consumer that stops early leaves the generator where it is.
g = numbers(6)
print(any(x == 2 for x in g), next(g), list(g))
g = numbers(6)
print(any(g), g.gi_frame is not None, all(g), list(g), g.gi_frame)
g = numbers(5)
print(2 in g, next(g))

# Errors come from the generator's own frame, and what was taken stays.
for consume in sum, list, tuple, set, sorted, any, all, min, max, dict, "".join, [].extend:
    try:
        print(consume(failing(0)))
    except LookupError as e:
        print(type(e).__name__, e, e.__traceback__.tb_next.tb_frame.f_code.co_name, e.__context__)
taken = []
try:
    taken.extend(failing(3))
except LookupError as e:
    print(taken, e)
taken = set()
try:
    taken.update(failing(3))
except LookupError as e:
    print(taken, e)


# Consumers inside consumers.
def nested(depth):
    yield sum(nested(depth - 1)) + 1 if depth else 1
    yield max(numbers(depth + 1))


print(list(nested(5)), sum(sum(y for y in range(x)) for x in range(6)))
print([list(sum(z for z in range(y)) for y in range(x)) for x in range(5)])


# The list that is extended is visible to the generator, and may be changed by it.
def watching(target):
    for i in range(4):
        yield len(target)
        if i == 1:
            target.append("extra")


target = ["first"]
target.extend(watching(target))
print(target)
target = ["first"]
target += watching(target)
print(target)


# A generator that consumes itself.
def own():
    yield 1
    yield sum(me)


me = own()
try:
    print(list(me))
except ValueError as e:
    print(e)


# Handled exceptions are the consumer's business only while it runs.
def handling():
    try:
        raise KeyError("inside")
    except KeyError:
        yield repr(sys.exception())
        yield repr(sys.exception())
    yield repr(sys.exception())


try:
    raise ValueError("outside")
except ValueError:
    print(list(handling()), repr(sys.exception()))
print(list(handling()), sys.exception())


# Delegation: to generators, to lists, with return values and with a value refused in the middle.
def delegating():
    got = yield from numbers(2)
    yield got
    yield from [10, 11]
    yield from "ab"
    result = yield from returning()
    yield result


def returning():
    yield "r"
    return "returned"


print(list(delegating()), tuple(delegating()))
try:
    sum(delegating())
except TypeError as e:
    print(e)
print(set(x if x is None else (x,) for x in delegating()) == {(0,), (1,), None, (10,), (11,), ("a",), ("b",), ("r",), ("returned",)})


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 1

    def __eq__(self, other):
        log.append((self.n, other.n if isinstance(other, Key) else other))
        return isinstance(other, Key) and self.n == other.n

    def __repr__(self):
        return "Key(%d)" % self.n


log = []
print(sorted(set(x for x in [Key(1), 1, Key(2), Key(1), "one", 1]), key=repr), log)
log.clear()
print(dict((x, i) for i, x in enumerate([Key(1), 1, Key(2), Key(1), "one", 1])), log)

# Unhashable items, exceptions in __del__ order, and generators that are closed after a failure.
try:
    set(x for x in [1, []])
except TypeError as e:
    print(e)
try:
    dict(x for x in [(1, 2), (3,)])
except ValueError as e:
    print(e)
try:
    dict(x for x in [(1, 2), 3])
except TypeError as e:
    print(e)


def closing():
    try:
        yield 1
        yield "x"
        yield 2
    finally:
        print("closed")


try:
    sum(closing())
except TypeError as e:
    print(e)


class Dropped:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("dropped", self.name)

    def __bool__(self):
        return False


print(any(Dropped(n) for n in "ab"))
print(len(dict(("key", Dropped(n)) for n in "cd")))


# Generators see their own frames.
def frames():
    f = sys._getframe()
    yield f.f_code.co_name
    yield f.f_back.f_code.co_name
    yield f.f_lineno


print(list(frames()))


def deep(n):
    yield n
    if n:
        yield from deep(n - 1)


print(sum(deep(100)))


def recursive():
    yield sum(recursive())


try:
    list(recursive())
except RecursionError as e:
    print(type(e).__name__)
