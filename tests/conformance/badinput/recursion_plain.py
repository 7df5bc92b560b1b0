def f(n):
    return f(n + 1)


def attempt(g):
    try:
        g()
    except RecursionError as e:
        return str(e).split(" while ")[0].split(" in ")[0]
    return "no error"


print(attempt(lambda: f(0)))
class R:
    def __repr__(self): return repr(self)
    def __str__(self): return str(self)
    def __eq__(self, o): return self == o
    def __lt__(self, o): return self < o
    def __getattr__(self, n): return getattr(self, n + "x")
    def __getitem__(self, k): return self[k]
    def __call__(self): return self()
    def __hash__(self): return hash(self)
    def __bool__(self): return bool(self)
    def __len__(self): return len(self)
    def __iter__(self): return iter(self)
    def __contains__(self, x): return x in self
    def __add__(self, o): return self + o
    def __enter__(self):
        with self: pass
    def __exit__(self, *a): pass
    def __format__(self, s): return format(self, s)
    def __index__(self): return [1][self]
    def __instancecheck__(self, o): return isinstance(o, self)


r = R()
for g in (lambda: repr(r), lambda: str(r), lambda: r == 1, lambda: r < 1, lambda: r.attr, lambda: r[0], lambda: r(), lambda: hash(r), lambda: bool(r), lambda: len(r), lambda: iter(r), lambda: 1 in r, lambda: r + 1, lambda: r.__enter__(), lambda: f"{r}", lambda: [1][r], lambda: isinstance(1, r), lambda: [r] == [1], lambda: {r: 1}, lambda: f"{[r]!r}"):
    print(attempt(g))
class P:
    @property
    def p(self): return self.p
    def __setattr__(self, n, v): setattr(self, n, v)
    def __delattr__(self, n): delattr(self, n)
    def __getattribute__(self, n): return self.x
print(attempt(lambda: P().p), attempt(lambda: setattr(P(), "a", 1)), attempt(lambda: delattr(P(), "a")))
class New:
    def __new__(cls): return New()
class Init:
    def __init__(self): Init()
class Meta(type):
    def __call__(cls): return cls()
class UsesMeta(metaclass=Meta): pass
print(attempt(New), attempt(Init), attempt(UsesMeta))
def via_sort(): sorted([2, 1], key=lambda x: via_sort())
def via_map(): list(map(lambda x: via_map(), [1]))
def via_exec(): exec("via_exec()", globals())
def via_eval(): return eval("via_eval()")
def via_comp(): return [via_comp() for _ in range(1)]
def via_gen(): return sum(via_gen() for _ in range(1))
def via_try():
    try: via_try()
    finally: pass
def via_super():
    class A:
        def m(self): return self.m()
    class B(A):
        def m(self): return super().m()
    B().m()
def via_dec():
    return max([1, 2], key=lambda v: via_dec())
for g in (via_sort, via_map, via_exec, via_eval, via_comp, via_gen, via_try, via_super, via_dec):
    print(g.__name__, attempt(g))
