# append and pop as methods in loops: on lists, subclasses, with wrong arguments, and what dropping them does.
xs = []
for i in range(200):
    xs.append(i)
print(xs.append("last"), len(xs), xs.pop(), xs.pop(), xs.pop(0), xs.pop(-2), len(xs))
while xs:
    last = xs.pop()
print(last, xs)
for bad in (lambda: xs.pop(), lambda: xs.pop(0), lambda: xs.append(), lambda: xs.append(1, 2), lambda: xs.pop(1, 2),
            lambda: xs.pop("a"), lambda: xs.append(x=1), lambda: xs.push(1), lambda: list.append(1, 2), lambda: list.pop()):
    try:
        print(bad())
    except (IndexError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)

class L(list):
    def append(self, item):
        print("own append", item)
        super().append(item)
class M(list): pass
for cls in (L, M):
    ys = cls()
    ys.append(1)
    list.append(ys, 2)
    print(ys, ys.pop(), type(ys).__name__)
class N:
    append = list.append
    pop = list.pop
try:
    N().append(1)
except TypeError as e:
    print(e)

class Loud:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
zs = [Loud(1), Loud(2)]
zs.pop()
print("popped")
x = zs.pop()
x = None
print("dropped")
[].append(Loud(3))
print([Loud(4)].pop().name)
me = []
me.append(me)
print(me.pop() is me, me)

# Numbers in front of items.
for start in (0, 5, -3, 2**62 - 2, 2**63 - 2, 10**30, True):
    print([(i, x) for i, x in enumerate("ab", start)], end=" ")
    out = []
    for i, x in enumerate(["p", "q", "r"], start):
        out.append((i, x))
    print(out)
for i, (a, b) in enumerate(((1, 2), [3, 4])): print(i, a, b)
for pair in enumerate(range(2)): print(pair)
grow = [1]
for i, x in enumerate(grow):
    if i < 3: grow.append(x + i)
print(grow)
e = enumerate([1, 2, 3])
for i, x in e:
    print(i, x, next(e, None))
print(list(e), next(e, "over"))
class E(enumerate):
    def __next__(self): return "own", "next"
for i, x in E([1, 2]):
    print(i, x)
    break
for i, x in enumerate({"k": 1}.items()): print(i, x)

# Sums of truths and numbers; only `&`, `|` and `^` of two truths are truths.
t, f = True, False
print(t + t, t - f, t * t, t // t, t % t, t << t, t >> t, t & t, t | f, t ^ t, t & 1, 1 | t, t ^ 3, t ** t, -t, t / t, t + 1.5)
n = 0
n += t; n -= f; n *= t; n |= t; n <<= t
print(n, t + 2**70, 2**70 * t, f * 2**70)
for test in (lambda: t // f, lambda: t % f, lambda: 1 << -t, lambda: t + None, lambda: t + "a"):
    try:
        print(test())
    except (ZeroDivisionError, ValueError, TypeError) as e:
        print(type(e).__name__, e)
b = True
b += 1
print(b, type(b), type(t & f), type(t & 0))

# Long lists of ints are copied and dropped at once; lists with other things in them are not.
ints = list(range(40))
mixed = ints[:20] + [Loud(5)] + ints[20:]
print(ints[::-1][:3], ints[5:30] == list(range(5, 30)), (ints * 2)[38:42], ints + ints == ints * 2, ints[:] == ints, ints[3:] [0])
copy = mixed[:]
back = mixed[::-1]
mixed = None
print(len(copy), len(back), back[40], copy[20].name)
copy = None
print("one left")
back = None
print("gone")

# Sorting by tuples whose first items are equal.
rows = [(1, "b"), (1, "a"), (0, "zzzzzzzzzzzz"), (0, "zzzzzzzzzzzy"), (1, ""), (1,), (0, "z"), (1, "a\x00"), (1, "\xe9")]
print(sorted(rows), sorted(rows, reverse=True))
print(sorted([(1.5, 2), (1.5, -2), (-0.0, 1), (0.0, 0), (float("inf"), 0), (float("-inf"), 5)]))
print(sorted([(1, -5), (1,), (1, -2**61), (1, 2**61)]), sorted(["abcdefgh", "abcdefgh\x00", "abcdefghi", "abcdefg", "abcdefghabcdefghz", "abcdefghabcdefgha"]))
print(sorted(rows, key=lambda r: (len(r), r[0]))[:3], sorted([("a", 2), ("a", 1), ("", 3), ("a\x00", 0)]))

# Backwards, while the list changes.
for change in (lambda xs: xs.append(9), lambda xs: xs.pop(), lambda xs: xs.clear(), lambda xs: xs.insert(0, 7)):
    xs, seen = [1, 2, 3, 4], []
    for x in reversed(xs):
        seen.append(x)
        if len(seen) < 3: change(xs)
    print(seen, xs)
it = reversed([1, 2, 3])
for x in it: print(x, it.__length_hint__(), next(it, None))
print(next(it, "over"), list(it), [x for x in reversed([])], list(reversed(M([1, 2]))))
