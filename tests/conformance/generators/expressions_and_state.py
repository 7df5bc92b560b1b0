import sys


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def take(n, it):
    for _, x in zip(range(n), it):
        yield x


def chain(*its):
    for it in its:
        yield from it


def window(it, n):
    buf = []
    for x in it:
        buf.append(x)
        if len(buf) == n:
            yield tuple(buf)
            del buf[0]


print(list(take(10, fib())), list(chain("ab", [1], (2,))), list(window(range(5), 3)))


def coroutine_average():
    total = n = 0
    avg = None
    while True:
        x = yield avg
        total += x
        n += 1
        avg = total / n


a = coroutine_average()
next(a)
print([a.send(v) for v in (10, 20, 60)])


def locals_gen(x):
    y = x * 2
    yield
    z = 3
    yield


g = locals_gen(5)
next(g)
print(g.gi_frame.f_locals, g.gi_frame.f_lineno)
next(g)
print(g.gi_frame.f_locals)


def exc_state():
    try:
        raise ValueError("in gen")
    except ValueError:
        yield sys.exception()
        yield sys.exception()


g = exc_state()
try:
    raise KeyError("outside")
except KeyError:
    print(repr(next(g)), repr(sys.exception()))
print(repr(next(g)), sys.exception())


def sieve():
    primes = []
    n = 2
    while True:
        if all(n % p for p in primes):
            primes.append(n)
            yield n
        n += 1


print(list(take(12, sieve())))


def perm(items):
    if not items:
        yield []
    for i, x in enumerate(items):
        for rest in perm(items[:i] + items[i + 1:]):
            yield [x] + rest


print(["".join(p) for p in perm(list("abc"))])
lam = lambda: (yield 1)
print(list(lam()), type(lam()).__name__)
class C:
    def __iter__(self):
        yield 1
        yield 2
print(list(C()), [*C()], dict(enumerate(C())))
def finally_return():
    for i in range(3):
        try:
            yield i
        finally:
            print("f", i)
print(list(finally_return()))
it = iter(range(5))
print([(x, next(it, None)) for x in it])
def nested():
    def inner():
        yield x
    x = 1
    yield from inner()
    x = 2
    yield from inner()
print(list(nested()))
