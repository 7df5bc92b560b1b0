# Unpacking tuples and lists into few targets, whose old values may do anything when they go.
def f(t):
    a, b, c = t
    return c, b, a
print(f((1, 2, 3)), f([1, 2, 3]), f("abc"), f({1: 0, 2: 0, 3: 0}), f(range(3)))
for bad in ((1, 2), (1, 2, 3, 4), [1, 2], [1, 2, 3, 4], [], (), "ab", "abcd", 5, None, {1, 2}, {1: 1, 2: 2, 3: 3, 4: 4}):
    try:
        f(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)

class Loud:
    def __init__(self, name, target=None): self.name, self.target = name, target
    def __del__(self):
        print("del", self.name)
        if self.target is not None:
            self.target.clear()

def g():
    xs = [1, 2, 3]
    a = Loud("a", xs)
    b = Loud("b")
    c = 0
    a, b, c = xs
    print(a, b, c, xs)
    a = Loud("second")
    a, b, c = (4, 5, 6)
    print(a, b, c)
g()

def h():
    a = [1, 2]
    a, b = a
    print(a, b)
    b = (3, 4)
    a, b = b
    print(a, b)
    a, b = b, a
    print(a, b)
    x = [[1, 2], [3, 4]]
    (a, b), (c, d) = x
    print(a, b, c, d, x)
    x, y = x
    print(x, y)
h()

class T(tuple):
    def __iter__(self): return iter("xyz")
class L(list):
    def __iter__(self): return iter("pqr")
print(f(T((1, 2, 3))), f(L([1, 2, 3])))

def tuples(n):
    return (), (n,), (n, n), (n, n, n, n, n, n, n, n), (n, n, n, n, n, n, n, n, n), ((n, (n,)), [n])
print(tuples(1), tuples("s")[3])
print([(i, -i) for i in range(3)], {i: (i,) for i in range(2)}, {(i % 2, i % 3) for i in range(4)} == {(0, 0), (1, 1), (0, 2), (1, 0)})

def noisy(n):
    print("n", n)
    return n
print({noisy(1): noisy(2), noisy(3): noisy(4)}, {noisy(1), noisy(1)}, {1: "a", True: "b", 1.0: "c"})
try:
    {[]: noisy(5)}
except TypeError as e:
    print(e)
try:
    {1, noisy(6), []}
except TypeError as e:
    print(e)
print({i: i for i in (1, 2, 1)}, {i % 2 for i in range(5)})
for i, (a, b) in enumerate([(1, 2), [3, 4]]):
    print(i, a, b)
