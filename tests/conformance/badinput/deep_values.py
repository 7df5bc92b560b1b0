def attempt(g):
    try:
        g()
        return "ok"
    except RecursionError as e:
        return "RecursionError"
    except Exception as e:
        return type(e).__name__


def deep(n, wrap):
    x = None
    for _ in range(n): x = wrap(x)
    return x


l, l2 = deep(20_000, lambda x: [x]), deep(20_000, lambda x: [x])
t, t2 = deep(20_000, lambda x: (x,)), deep(20_000, lambda x: (x,))
d, d2 = deep(20_000, lambda x: {1: x}), deep(20_000, lambda x: {1: x})
print(attempt(lambda: repr(l)), attempt(lambda: repr(t)), attempt(lambda: repr(d)), attempt(lambda: str(l)))
print(attempt(lambda: l == l2), attempt(lambda: t == t2), attempt(lambda: d == d2), attempt(lambda: l < l2))
print(attempt(lambda: hash(t)))
def returns(g):
    return attempt(g) in ("ok", "RecursionError")


t, t2 = deep(200_000, lambda x: (x,)), deep(200_000, lambda x: (x,))
print(returns(lambda: t == t2), returns(lambda: t < t2), returns(lambda: hash(t)))
class W:
    def __init__(self, x): self.x = x
    def __repr__(self): return f"W({self.x!r})"
    def __eq__(self, o): return self.x == o.x
    def __hash__(self): return hash(self.x)
w, w2 = deep(5000, W), deep(5000, W)
print(attempt(lambda: repr(w)), attempt(lambda: w == w2), attempt(lambda: hash(w)))
print(attempt(lambda: isinstance(1, deep(5000, lambda x: (x or str,)))), attempt(lambda: issubclass(int, deep(5000, lambda x: (x or str,)))))
c = type("C0", (), {})
for i in range(200): c = type(f"C{i}", (c,), {})
print(len(c.__mro__))
f = lambda: 0
for _ in range(2000): f = (lambda g: lambda: g())(f)
print(attempt(f))
s = "x"
for _ in range(20): s = s + s
print(len(s))
m = None
for _ in range(2000): m = ValueError(m)
print(attempt(lambda: repr(m)), attempt(lambda: str(m)))
print(attempt(lambda: "".join(deep(3, lambda x: [x]))), attempt(lambda: sum(deep(3, lambda x: [x]))))
e = ExceptionGroup("g", [ValueError()])
for _ in range(50): e = ExceptionGroup("g", [e])
print(attempt(lambda: e.split(ValueError)), attempt(lambda: repr(e)))
