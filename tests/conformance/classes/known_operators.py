# Operators of Python classes: the method that a class remembers, and who comes before it.
class V:
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + o.x) if isinstance(o, V) else NotImplemented
    def __sub__(self, o): return V(self.x - o.x)
    def __mul__(self, k): return V(self.x * k)
    def __truediv__(self, k): return V(self.x / k)
    def __repr__(self): return "%s(%r)" % (type(self).__name__, self.x)


class W(V):
    def __radd__(self, o): return ("W.__radd__", o.x)


class R:
    def __radd__(self, o): return ("R.__radd__", o)


def add(a, b): return a + b


for _ in range(3):
    print(add(V(1), V(2)), V(5) - V(3), V(2) * 3, V(9) / 3, add(V(1), W(2)), add(W(1), V(2)), add(V(1), R()))
    print(V(2) * 1.5, V(1) - W(1))
for other in (1, "s", None, [1]):
    try:
        add(V(1), other)
    except TypeError as e:
        print(e)


def more(n):
    v = V(0)
    for i in range(n):
        v += V(i)
    return v


print(more(5))
V.__iadd__ = lambda self, o: "in place"
try:
    print(V(1) + V(1), end=" ")
    v = V(1)
    v += V(2)
    print(v)
finally:
    del V.__iadd__
V.__add__ = lambda self, o: "replaced"
print(add(V(1), V(2)), add(W(1), V(2)))
W.__add__ = lambda self, o, extra="default": ("W", extra)
print(add(W(1), V(2)), add(V(1), W(2)))


def generator(self, o):
    yield self.x
    yield o.x


V.__add__ = generator
print(list(add(V(1), V(2))))
V.__add__ = len
try:
    add(V(1), V(2))
except TypeError as e:
    print(e)
del V.__add__
try:
    add(V(1), V(2))
except TypeError as e:
    print(e)


class L(list):
    def __add__(self, o): return ("L", len(self), len(o))


print(L([1]) + [1, 2], [1, 2] + L([1]), L([1]) * 2)


class I(int):
    def __add__(self, o): return "I+"
    def __mul__(self, o): raise ValueError("no product")


print(I(1) + 1, 1 + I(1), I(1) + I(2), I(3) - 1)
try:
    I(1) * 2
except ValueError as e:
    print(e)


# In a generator, and deep.
def sums(n):
    for i in range(n):
        yield D(i) + D(1)


class D:
    def __init__(self, n): self.n = n
    def __add__(self, o): return self.n if self.n <= 0 else D(self.n - 1) + o


print(list(sums(4)), D(3000) + 1 if False else D(300) + 1)
