"""Slices with plain bounds of lists and tuples: reading, assignment, aliasing, what is dropped when."""
xs = list(range(6))
t = tuple(xs)
bounds = [None, 0, 1, 3, 6, 9, -1, -3, -6, -9]
for a in bounds:
    for b in bounds:
        assert xs[a:b] == list(t[a:b]) == [xs[i] for i in range(*slice(a, b).indices(6))], (a, b)
print(t[:] is t, t[0:] is t, t[1:], xs[:] is xs, xs[:] == xs, t[2:2], xs[4:2])
for a in bounds:
    for b in bounds:
        for new in [], [7], [7, 8, 9], range(2), "ab", (1, 2):
            one, two = list(xs), list(xs)
            one[a:b] = new
            start, stop, _ = slice(a, b).indices(6)
            stop = max(stop, start)
            two = two[:start] + list(new) + two[stop:]
            assert one == two, (a, b, new, one, two)
perm = [0, 1, 2, 3, 4]
perm[:3] = perm[2::-1]
print(perm)
perm[1:3] = perm
print(perm)
ys = [1, 2]
zs = [3, 4]
ys[1:] = zs
zs[0] = "other"
print(ys, zs)
ys[5:] = [x for x in "ab"]
ys[:-1] = iter("cd")
print(ys)
big = 2 ** 70
print(xs[:big], xs[-big:big], xs[True:3], t[False:True])
for bad in (1.0, "a", []):
    try:
        xs[bad:]
    except TypeError as e:
        print(e)
    try:
        xs[:bad] = []
    except TypeError as e:
        print(e)
try:
    xs[1:2] = 5
except TypeError as e:
    print(e)


class Index:
    def __index__(self):
        return 2


print(xs[Index():], t[:Index()])
xs[Index():] = ["end"]
print(xs)


class Dropped:
    def __init__(self, name, owner=None):
        self.name = name
        self.owner = owner

    def __del__(self):
        print("dropped", self.name, self.owner and len(self.owner))


owner = []
owner[:] = [Dropped("a", owner), Dropped("b", owner)]
owner[:2] = [1, 2]
print(owner)
owner[:] = [Dropped("c", owner), Dropped("d", owner)]
owner[:] = [1, 2, 3]
print(owner)


class Sub(list):
    def __getitem__(self, key):
        return "got", key

    def __setitem__(self, key, value):
        print("set", key, value)


s = Sub("abc")
print(s[1:2], s[:])
s[1:] = [1]
print(len(s), s.pop(), s.pop(0), list.__getitem__(s, slice(None)))
for args in (), (0,), (5,), ("x",), (1, 2):
    try:
        print([10, 20].pop(*args))
    except (IndexError, TypeError) as e:
        print(type(e).__name__, e)
pop, insert = [1, 2, 3].pop, [].insert
print(pop(), pop(0), pop(), insert(0, 1))
for call in (lambda: pop(), lambda: pop(1, 2), lambda: insert(1), lambda: insert("a", 1), lambda: insert(1, 2, 3)):
    try:
        print(call())
    except (IndexError, TypeError) as e:
        print(type(e).__name__, e)
