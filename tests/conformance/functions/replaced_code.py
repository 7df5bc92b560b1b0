"""`__code__` changes while calls of the function run: they go on with the old code, which dies with the last of them."""
import gc
from _weakref import ref


def make(text):
    namespace = {}
    exec(text, namespace)
    return namespace["f"]


f = make("""
def f(depth):
    x = 'old'
    if depth:
        f.__code__ = new
        f(depth - 1)
    return print(depth, x)
""")
f.__globals__["new"] = (lambda depth: print("new", depth)).__code__
f(2)
f(2)

# A generator that was suspended in the old code.
g = make("""
def f():
    yield 1
    yield 2
""")
running = g()
print(next(running))
g.__code__ = (lambda: "no generator").__code__
print(g(), next(running), list(running))
waiting = make("def f(): yield 'waiting'\n")
started = waiting()
waiting.__code__ = (lambda: None).__code__
gc.collect()
print(next(started))

# To and fro.
h = make("def f(): return 'one'\n")
one, two = h.__code__, (lambda: "two").__code__
seen = set()
for i in range(1000):
    h.__code__ = two if i % 2 else one
    seen.add(h())
print(sorted(seen))

# The old code is gone when the function is.
k = make("def f(): pass\n")
old = ref(k.__code__)
k.__code__ = two
del k
gc.collect()
print(old())

# A suspended generator in a cycle with its function.
m = make("""
def f(me):
    try:
        yield 1
    finally:
        print('closed', type(me).__name__)
""")
cycle = m(m)
next(cycle)
m.cycle = cycle
m.__code__ = two
del m, cycle
gc.collect()
print("end")
