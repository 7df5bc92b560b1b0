# Generators of functions with free variables, made straight from calls; their names; what happens when they end.
import sys


def outer(n):
    x = [n]

    def gen(a, b=3):
        for i in range(a):
            yield x[0] + i * b
        x[0] += 100

    def simple(a):
        yield x
        yield a

    async def agen(a):
        yield a + n

    return gen, simple, agen, (x[0] + i for i in range(n)), (lambda: (yield n))


gen, simple, agen, expr, lam = outer(3)
print(list(gen(3)), list(gen(2, 5)), list(simple(7)), list(expr), list(lam()))
for g in (gen(1), simple(1), agen(1), outer(1)[3], lam()):
    print(g.__name__, g.__qualname__)
gen.__name__ = "renamed"
gen.__qualname__ = "re.named"
g = gen(1)
gen.__name__ = "again"
print(g.__name__, g.__qualname__, repr(g).split(" at 0x")[0])
g.__name__ = "own"
print(g.__name__, g.__qualname__, gen(1).__name__)
s = simple(1)
simple.__name__ = "later"
print(s.__name__, simple(1).__name__, repr(s).split(" at 0x")[0])


def by_iteration(make):
    return [[x for x in make(k)] for k in range(3)]


print(by_iteration(lambda k: (k + i for i in range(k))))


def nested(n):
    return sum(sum(i * j + n for j in range(i)) for i in range(n))


print([nested(i) for i in range(6)])


def delegating(n):
    def inner(m):
        yield m + n
        return m * n

    def mid(m):
        r = yield from inner(m)
        yield r

    yield from mid(n)
    yield from (n + k for k in range(2))


print(list(delegating(4)), sum(delegating(5)), [*delegating(1)])


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, sys.exception())


def holder(n):
    a, b = Loud(f"a{n}"), Loud(f"b{n}")
    yield n
    print("ends", n)


for x in holder(1):
    print("item", x)
print(list(holder(2)))
print(set(holder(3)))
g = holder(4)
print(next(g))
try:
    next(g)
except StopIteration as e:
    print("stopped", e.value)
g = holder(5)
next(g)
del g
print("dropped")
try:
    raise ValueError
except ValueError:
    print(list(holder(6)))
    for x in holder(7):
        print(x, sys.exception().__class__.__name__)


def frames():
    f = sys._getframe()
    yield f.f_code.co_name
    yield f.f_lineno - f.f_code.co_firstlineno


g = frames()
print(next(g), g.gi_frame is not None, next(g), next(g, "end"), g.gi_frame)


def fails(n):
    def inner():
        yield n
        raise KeyError(n)

    return inner()


for consume in (list, set, sum, max, tuple, lambda g: [x for x in g]):
    try:
        consume(fails(1))
    except KeyError as e:
        print(e, e.__traceback__.tb_next.tb_frame.f_code.co_name)


def values():
    def inner():
        return 5
        yield

    x = yield from inner()
    print("got", x)
    return x


print(list(values()))
print(type(gen)((lambda: 0).__code__, {"__builtins__": {"len": 5}})())
space = {}
exec("""
def f():
    def g():
        return len
    return g
""", space)
f = space["f"]
print(f()() is len, f()() is len)
space["__builtins__"] = {"len": "other"}
print(f()())
space["__name__"] = "elsewhere"
print(f().__module__)
del space["__name__"]
print(f().__module__)
del space["__builtins__"]
print(f()() is len)
