# The native module _functools.
import _functools as F
from _functools import partial, reduce, cmp_to_key, Placeholder as _, _lru_cache_wrapper as lru
print(F.__doc__, sorted(n for n in dir(F) if not n.startswith("__")))
print(reduce(lambda a, b: a + b, [1, 2, 3]), reduce(max, [4, 9, 2], 10), reduce(lambda a, b: a, [], 5), reduce(lambda a, b: (a, b), "abc", initial=0), reduce.__text_signature__)
def f(*a, **k): return a, k
p = partial(f, 1, 2, x=3)
print(p(), p(4, y=5), p(x=9), p.func is f, p.args, p.keywords, type(p), partial.__doc__, partial.__text_signature__)
print(repr(partial(print, 1, "a", sep="-")), partial(max))
q = partial(p, 3, z=1); print(q.func is f, q.args, q.keywords, q(5))
p.attr = 1; print(p.attr, p.__dict__, partial(p, 3).func is p, p.__reduce__()[2][1:])
h = partial(f, _, 2, _, 4); print(h(1, 3), h(1, 3, 5, k=1), h.args, partial(h, 1).args, partial(h, 1, 3).args, partial(h, 1, 3, 5).args, partial(h, _, 3).args, repr(h).split(", ", 1)[1])
print(_, type(_), type(_)() is _, _.__reduce__())
class C:
    m = partial(f, 1)
    s = staticmethod(partial(f, 2))
    @lambda g: lru(g, 2, False, tuple)
    def cached(self, n): return n * 2
    def __repr__(self): return "C()"
c = C(); print(c.m(5), C.m(5), c.s(5), c.cached(3), c.cached(3), C.cached(c, 3))
class P(partial):
    def extra(self): return self.args
print(P(f, 1)(2), P(f, 1).extra(), repr(P(max, 1)).split("P")[0], partial(P(f, 1), 2).args, P(partial(f, 1), 2).args)
r = partial(f); r.__setstate__((f, (r,), {}, {"z": 1})); print(repr(r).count("..."), r.z); r.__setstate__((f, (), None, None)); print(r(), r.__dict__)
K = cmp_to_key(lambda a, b: (a > b) - (a < b)); print(sorted([3, 1, 2], key=K), K(1) < K(2), K(1) == K(1), K(2) >= K(3), K(5).obj, K(obj=7).obj, type(K).__name__, K(1) != K(2), K.obj)
print(sorted("bca", key=cmp_to_key(mycmp=lambda a, b: -1 if a > b else 1)), max([1, 5, 3], key=K))
Info = lambda *a: a
calls = []
def slow(*args, **kw): calls.append((args, kw)); return len(calls)
w = lru(slow, None, False, Info); print(w(1), w(1), w(1.0), w("1"), w(1, 2), w(a=1), w(a=1), w(1, a=1), w(), w(), w.cache_info(), len(calls)); w.cache_clear(); print(w.cache_info(), w(1))
w = lru(slow, None, True, Info); print(w(1) == w(1.0), w(1) == w(True), w(a=1) == w(a=1.0), w.cache_info())
w = lru(slow, 0, False, Info); print(w(1), w(1), w.cache_info()); w = lru(slow, -5, False, Info); print(w.cache_info())
w = lru(lambda x: (calls.append(x), x)[1], 2, False, Info); del calls[:]
for x in (1, 2, 1, 3, 2, 1, 1, 3, 3): w(x)
print(calls, w.cache_info())
w = lru(slow, 3, False, Info); w.__wrapped__ = slow; w.__name__ = "name"; w.__qualname__ = "qual"; print(w.__dict__ == {"__wrapped__": slow, "__name__": "name", "__qualname__": "qual"}, w.__reduce__(), w.__copy__() is w, w.__deepcopy__({}) is w)
fib = lru(lambda n: n if n < 2 else fib(n - 1) + fib(n - 2), 128, False, Info); print(fib(80), fib.cache_info())
w = lru(lambda n: n, 100, False, Info)
for i in range(1000): w(i % 150)
print(w.cache_info())
class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, other): return isinstance(other, Key) and self.n == other.n
w = lru(lambda k: k.n, 2, False, Info); print([w(Key(i % 3)) for i in range(7)], w(Key(0)), w.cache_info())
