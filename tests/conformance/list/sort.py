import sys
data = [5, 2, 9, 1, 5, 6, -3, 0]
print(sorted(data), sorted(data, reverse=True), sorted(data, key=lambda x: -x), sorted("banana"), sorted({"b": 1, "a": 2}), sorted([]), sorted([(2, "b"), (1, "z"), (2, "a")]), sorted([0.5, 1, -1.5, 10**20]), sorted(["a", "B", "c"], key=str.lower))
pairs = [(i % 3, i) for i in range(12)]
print(sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True))
l = data[:]
print(l.sort(), l, l.sort(key=abs, reverse=True), l)
class C:
    n = 0
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        C.n += 1
        return self.v < o.v
    def __repr__(self): return f"C{self.v}"
print(sorted([C(3), C(1), C(2)]), C.n > 0)
for bad in ([1, "a"], [None, 1], [[1], (1,)], [1j, 2j], [object(), object()], [{}, {}]):
    try:
        sorted(bad)
    except TypeError as e:
        print(e)
def key_fail(x): raise KeyError(x)
l = [3, 1]
try: l.sort(key=key_fail)
except KeyError as e: print(repr(e), l)
l = [1, 2, 3, 4]
def mutate(x):
    l.append(x)
    return x
try: l.sort(key=mutate)
except ValueError as e: print(e, l)
class Partial:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        if self.v == 3 or o.v == 3: raise ValueError("three")
        return self.v < o.v
    def __repr__(self): return str(self.v)
x = [Partial(i) for i in (5, 4, 3, 2, 1)]
try: x.sort()
except ValueError as e: print(e, sorted(p.v for p in x))
n = 1000
seq = [(i * 7919) % 1009 for i in range(n)]
s = sorted(seq)
print(all(s[i] <= s[i + 1] for i in range(n - 1)), sum(s) == sum(seq), s[:5], s[-5:])
runs = list(range(100)) + list(range(100, 0, -1)) + [50] * 50
print(sorted(runs)[:5], sorted(runs)[-3:], sorted(runs, reverse=True)[:3])
stable = sorted([("x%d" % (i % 5), i) for i in range(50)], key=lambda t: t[0])
print([t[1] for t in stable][:12], [i for _, i in stable] == sorted(range(50), key=lambda i: (i % 5, i)))
print(sorted(range(20), key=lambda i: (i % 4, -i)), sorted([True, 0, 2, False]), sorted(["é", "z", "a", "😀", "€"]), sorted([b"b", b"a"]), sorted([(1,), ()]), sorted(float(x) for x in range(3, 0, -1)))
print(max("abc", "abd", key=len), max([1, 2, 3], key=lambda x: -x), min((3, 1), (2, 9), key=lambda t: t[1]), max([], default=None), min("a", "b"), max(1, 2.0), max(True, 1), min([2, 1, 1.0]))
words = "the quick brown fox jumps over the lazy dog".split()
print(sorted(words, key=lambda w: (len(w), w)), sorted(words, key=len, reverse=True), sorted(set(words)))
print(sorted([float("nan"), 1.0, 2.0])[1:] is not None, list(reversed(sorted([3, 1, 2]))))
