# What is left of an iterator when a for loop has come to its end, and what range, reversed and + make of plain operands.
l = [1, 2]
it = iter(l)
for x in it:
    pass
l.append(3)
print(list(it), next(it, "still at its end"))
for x in iter(l):
    l.append(x) if len(l) < 6 else None
print(l, x)
t = iter((1, 2))
for x in t: pass
print(list(t), t.__length_hint__())
r = iter(range(3))
for x in r: pass
print(list(r), x, r.__length_hint__())
for x in range(0): print("never")
else: print("else", x)
for x in range(5, 2): print("never")
else: print("else", x)


class Watched(list):
    def __del__(self): print("list gone")


for x in iter(Watched([1])): print("item", x)
print("after the loop")


def gen():
    for x in range(2): yield x
    for y in [7, 8]: yield y
    for z in (): yield z


print(list(gen()), [i for i in gen() for j in range(i)])

big = 2**62
for args in ((3,), (1, 4), (4, 1), (-3,), (-3, 3), (big - 1,), (-big, big - 1), (big, big + 2), (True,), (True, 3)):
    r = range(*args)
    print(r, len(r) if r.stop - r.start < 2**63 else "long", bool(r), r[-1] if r else None)


def whole(n): return range(n)
def part(a, b): return range(a, b)


print(whole(3), part(1, 3), whole(True), list(whole(2)), part(3, 1), len(part(3, 1)))
for bad in (1.0, "1", None):
    try:
        whole(bad)
    except TypeError as e:
        print(e)
try:
    range()
except TypeError as e:
    print(e)
print(type(reversed([1])).__name__, type(reversed(range(3))).__name__, list(reversed(range(0))), list(reversed([])))
print(list(reversed(range(1, 8, 3))), list(reversed(range(2**70, 2**70 + 2))))
try:
    reversed([1], [2])
except TypeError as e:
    print(e)


class Rev(list):
    def __reversed__(self): return "mine"


print(reversed(Rev([1])))
print([1] + [2], [] + [], [1] + [], (l1 := [3]) + l1, l1)
for bad in ((1,), "a", None, 1):
    try:
        [1] + bad
    except TypeError as e:
        print(e)


class Radd:
    def __radd__(self, o): return ("radd", o)


class SubList(list):
    def __radd__(self, o): return ("sub radd", o)


print([1] + Radd(), [1] + SubList([2]), SubList([1]) + [2])
x = [1]
y = x
x += [2]
print(x is y, y)
s = set(i % 5 for i in range(20))
print(s, set(i * 8 for i in range(9)), len(set(-1 - i % 2 for i in range(9))), len(set([1, True, 1.0, "1"])))
print(isinstance(1, int), isinstance(1, object), isinstance(True, int), isinstance(1, bool), isinstance(1, float), isinstance(2**70, int))
