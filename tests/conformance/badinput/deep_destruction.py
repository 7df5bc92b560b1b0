# A structure 1,000,000 deep is destroyed without overflowing anything.
def build(n, wrap):
    x = None
    for _ in range(n):
        x = wrap(x)
    return x


N = 1_000_000


class Node:
    __slots__ = ("next",)

    def __init__(self, next):
        self.next = next


class Plain:
    def __init__(self, next):
        self.next = next


for name, wrap, n in (("list", lambda x: [x], N), ("tuple", lambda x: (x,), N), ("dict", lambda x: {1: x}, 200_000), ("slots", Node, 200_000), ("instance", Plain, 200_000), ("closure", lambda x: lambda: x, 200_000), ("method", lambda x: [x].append, 200_000)):
    s = build(n, wrap)
    del s
    print(name, "destroyed")


class D:
    def __del__(self): print("bottom deleted")


x = [D()]
for _ in range(100_000): x = [x]
x = None
g = iter([])
for _ in range(20_000): g = (y for y in g)
del g
print("generators destroyed")
e = None
for i in range(20_000):
    n = ValueError(i)
    n.__context__ = e
    e = n
del e, n
print("exceptions destroyed")
import gc
a = []
b = a
for _ in range(100_000): b = [b]
a.append(b)
del a, b
gc.collect()
print("cycle collected")
