# Tables of every width of index, with deletions, and keys whose equality needs no Python code or does.
import sys

def check(n):
    d = {}
    for i in range(n):
        d[i * 7] = i
    assert len(d) == n and list(d) == [i * 7 for i in range(n)]
    for i in range(0, n, 2):
        del d[i * 7]
    assert list(d.values()) == list(range(1, n, 2))
    for i in range(0, n, 2):
        d[i * 7] = -i
    assert all(d[i * 7] == (i if i % 2 else -i) for i in range(n))
    c = d.copy()
    while d:
        d.popitem()
    d["again"] = 1
    assert len(c) == n and d == {"again": 1}
    assert list(reversed(c)) == list(c)[::-1]

for n in (0, 1, 4, 5, 6, 10, 11, 21, 22, 42, 43, 84, 85, 86, 87, 170, 171, 340, 5000, 21844, 21847):
    check(n)
print("widths")

d = {}
for i in range(1000):
    d[i] = i
    if i >= 3:
        del d[i - 3]
print(d)
for _ in range(100):
    d["x"] = 1
    d.popitem()
print(d)

# Keys that are equal across types, or to nothing but themselves.
d = {1: "int", "1": "str", (1, 2): "tuple", None: "none", 2.5: "float", b"b": "bytes", frozenset([1]): "frozen"}
print(d[True], d[1.0], d[(True, 2.0)], d[None], d[5 / 2], d[bytes([98])], d[frozenset({1})])
print(d.get((1, 3)), d.get(("1", 2), "no"), (1, 2) in d, (1, 2, 3) in d, 2 in d, "1" in d, b"c" in d)
nan = float("nan")
d = {nan: 1, float("nan"): 2, (nan,): 3}
print(len(d), d[nan], float("nan") in d, (nan,) in d, (float("nan"),) in d)
big = 1 << 70
d = {big: "big", -1: "minus one", -2: "minus two", 0: "zero"}
print(d[1 << 70], d[float(big)], d[-1], d[-2], d[False], d[-0.0])

class Plain:
    pass

class Same:
    def __init__(self, name): self.name = name
    def __eq__(self, other):
        print("eq", self.name, getattr(other, "name", other))
        return True
    def __hash__(self): return 7

a, b = Plain(), Plain()
d = {a: "a", b: "b"}
print(d[a], d[b], Plain() in d, (a, b) in {(a, b): 1}, (b, a) in {(a, b): 1})
d = {Same("x"): 1}
d[Same("y")] = 2
print(len(d), list(d.values()), 7 in d)
d = {7: "seven"}
print(Same("z") in d)

class Text(str):
    def __eq__(self, other):
        print("text eq")
        return str.__eq__(self, other)
    __hash__ = str.__hash__

d = {"key": 1}
print(Text("key") in d, d[Text("key")], d.get(Text("no")))

# Unhashable parts.
for bad in ([], (1, []), {}, {1}, (1, (2, {}))):
    for test in (lambda: d[bad], lambda: bad in d, lambda: d.get(bad), lambda: bad in {1, 2}, lambda: {bad: 1}):
        try:
            test()
            print("no error", bad)
        except TypeError as e:
            print(type(e).__name__, e)
print({1} in {frozenset([1])}, {1} in {1, 2})

# Changes while it is iterated over.
def during(change, make):
    d = {i: i for i in range(5)}
    seen = []
    try:
        for x in make(d):
            seen.append(x)
            change(d, len(seen))
    except RuntimeError as e:
        seen.append(str(e))
    print(seen)

def grow(d, n): d[n + 100] = 0
def shrink(d, n): d.pop(n - 1)
def swap(d, n):
    del d[n - 1]
    d[n + 50] = n
def replace(d, n): d[n % 5] = "new"
def clear(d, n): d.clear()
for change in (grow, shrink, swap, replace, clear):
    for make in (iter, dict.keys, dict.values, dict.items, reversed):
        during(change, make)
    pairs = []
    d = {i: i for i in range(5)}
    try:
        for k, v in d.items():
            pairs.append((k, v))
            change(d, len(pairs))
    except RuntimeError as e:
        pairs.append(str(e))
    print(pairs)

# The targets of the loop may hold the last reference to something.
class Loud:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
d = {"a": Loud(1), "b": Loud(2)}
for k, v in d.items():
    print(k, v.name)
d = None
print("gone")
v = Loud(3)
for k, v in {"c": 4}.items():
    print(k, v)
it = iter({1: 2, 3: 4}.items())
for k, v in it:
    print(k, v)
    print(next(it, None))
for k, (a, b) in {1: (2, 3)}.items():
    print(k, a, b)
for pair in {1: 2}.items():
    print(pair)
class D(dict):
    def __iter__(self): return iter("sub")
print([x for x in D(a=1)], [k for k in D(a=1).keys()], [kv for kv in D(a=1).items()])
print(sys.getsizeof({}) <= sys.getsizeof({1: 1}) < sys.getsizeof(dict.fromkeys(range(100))))
