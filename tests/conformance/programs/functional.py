def compose(*fs):
    def composed(x):
        for f in reversed(fs):
            x = f(x)
        return x
    return composed


def curry(f, n=None):
    n = n or f.__code__.co_argcount
    return lambda *a: f(*a) if len(a) >= n else curry(lambda *b: f(*a, *b), n - len(a))


def reduce(f, items, *start):
    it = iter(items)
    acc = start[0] if start else next(it)
    for x in it:
        acc = f(acc, x)
    return acc


def groupby(items, key):
    out = {}
    for x in items:
        out.setdefault(key(x), []).append(x)
    return out


def memo(f):
    cache = {}
    def wrapper(*a):
        if a not in cache:
            cache[a] = f(*a)
        return cache[a]
    wrapper.cache = cache
    return wrapper


class Pipe:
    def __init__(self, *steps): self.steps = steps
    def __or__(self, f): return Pipe(*self.steps, f)
    def __ror__(self, value): return reduce(lambda v, f: f(v), self.steps, value)


class Maybe:
    def __init__(self, v): self.v = v
    def __rshift__(self, f): return self if self.v is None else Maybe(f(self.v))
    def __repr__(self): return f"Maybe({self.v!r})"


Y = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
print(compose(str, lambda x: x + 1, abs)(-5), curry(lambda a, b, c: (a, b, c))(1)(2)(3), curry(lambda a, b: a * b)(6, 7), reduce(lambda a, b: a * b, range(1, 6)), reduce(max, [3, 9, 2], 5))
print(groupby(range(10), lambda x: x % 3), Y(lambda self: lambda n: 1 if n == 0 else n * self(n - 1))(10))
fib = memo(lambda n: n if n < 2 else fib(n - 1) + fib(n - 2))
print(fib(80), len(fib.cache))
evens = Pipe() | (lambda xs: filter(lambda x: x % 2 == 0, xs)) | list | sum
print(range(10) | evens, Maybe(5) >> (lambda x: x + 1) >> str, Maybe({}) >> (lambda d: d.get("k")) >> len)
try:
    reduce(lambda a, b: a, [])
except StopIteration as e:
    print("StopIteration")


def permutations(xs):
    return [[x, *p] for i, x in enumerate(xs) for p in permutations(xs[:i] + xs[i + 1:])] if xs else [[]]


def combinations(xs, k):
    if k == 0: yield ()
    elif xs:
        head, *tail = xs
        for c in combinations(tail, k - 1): yield head, *c
        yield from combinations(tail, k)


def product(*pools):
    return reduce(lambda acc, pool: [(*x, y) for x in acc for y in pool], pools, [()])


def hanoi(n, a="A", b="B", c="C"):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [a + c] + hanoi(n - 1, b, a, c)


print(len(permutations([1, 2, 3, 4])), permutations("ab" and ["a", "b", "c"])[:3], list(combinations("abcd", 2)), product("ab", [1, 2]), hanoi(3), len(hanoi(8)))
print(list(map(lambda p: p[0] ** p[1], zip(range(1, 5), range(4, 0, -1)))), [*filter(None, [0, 1, "", "x"])], sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1]), (lambda *a, **k: (a, k))(*"ab", **{"c": 1}))
flatten = lambda x: [z for y in x for z in flatten(y)] if isinstance(x, list) else [x]
print(flatten([1, [2, [3, [4, []]]]]), (lambda f, n: f(f, n))(lambda f, n: n if n < 2 else f(f, n - 1) + f(f, n - 2), 15))
take = lambda n, it: [x for x, _ in zip(it, range(n))]
def iterate(f, x):
    while True:
        yield x
        x = f(x)
print(take(8, iterate(lambda x: x * 2, 1)), take(5, iterate(lambda x: (x * x + 1) % 255, 3)))
add = lambda x: lambda y: x + y
print([f(10) for f in map(add, range(3))], [*map(lambda f, x: f(x), [str, abs, bool], [1, -2, 0])])
