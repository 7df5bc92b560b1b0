def f(a, b=2, *args, c=3, d, **kw):
    return a, b, args, c, d, kw
print(f(1, d=4), f(1, 5, 6, 7, c=8, d=9, e=10), f(d=1, a=2), f(*[1, 2], **{"d": 3, "z": 4}), f(1, d=2, **{"args": 5, "kw": 6}))
def g(a=[], *, b={}):
    a.append(1)
    b[len(b)] = a
    return len(a), len(b)
print(g(), g(), g([]), g.__defaults__, len(g.__kwdefaults__["b"]))
def h(self, /, **kw): return self, kw
print(h(1, self=2), h(1, a=3))
def i(a, /, b, *, c): return a, b, c
print(i(1, 2, c=3), i(1, b=2, c=3))
x = 1
def j(v=x): return v
x = 2
print(j(), j(3))
def k(*args, **kwargs): return args, kwargs
print(k(), k(1), k(a=1), k(*"ab", *[1], **{"x": 1}, y=2), k(*range(3), k=1), k(**{"weird key": 1, "": 2}))
def many(a, b, c, d, e, f_, g_, h_, i_, j_=10, *r, k_, l_=12): return sum((a, b, c, d, e, f_, g_, h_, i_, j_, k_, l_)) + sum(r)
print(many(1, 2, 3, 4, 5, 6, 7, 8, 9, k_=11), many(*range(15), k_=1, l_=2), many(1, 2, 3, j_=0, **{c: 1 for c in "de"}, f_=1, g_=1, h_=1, i_=1, k_=1))
class C:
    def m(self, a, b=5): return a, b
    def __call__(self, *a, **k): return "call", a, k
    def __init__(self, v=None, *, kw=0): self.v, self.kw = v, kw
    def __getitem__(self, k): return k
c = C(1, kw=2)
print(c.v, c.kw, c.m(1), c.m(b=1, a=2), c(1, x=2), C.m(c, 3), C().v, C(v=7).v, c[1, 2:3], (lambda s: s.m)(c)(9))
bound = c.m
print(bound(1, 2), bound(*[3], **{"b": 4}), list(map(bound, [1, 2])), max([1, 3, 2], key=lambda v: -v), sorted("ba", reverse=True), print("k", end="!\n", sep=""))
def rec(n, acc=()): return acc if n == 0 else rec(n - 1, (*acc, n))
print(rec(5), (lambda f, *a: f(*a))(lambda *b: b, 1, 2), [fn(3) for fn in (str, float, bool, lambda q: q * q, [].__eq__, {3: "x"}.get)])
