"""Slices with a step of names, and slices assigned from lists that nobody else has."""


def pick(x, a, b, c):
    return x[a:b:c], x[a::c], x[:b:c], x[::c]


xs = list(range(7))
big = 2**70
for step in (1, -1, 2, -2, None, True, big, -big):
    for start in (None, 0, 3, -3, 9, -9, big, -big):
        print(step, start, pick(xs, start, 2, step), pick("abcdefg", start, -2, step), pick((1, 2, 3), start, 5, step))


def flip(perm, k):
    perm[: k + 1] = perm[k::-1]
    return perm


for k in range(7):
    print(flip(list(range(7)), k), flip([0.5, "a", None, [1], (2,), {3}, 4][: k + 1], k))


class Seen:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name

    def __del__(self):
        print("gone", self.name)


def replaced():
    xs = [Seen("a"), Seen("b"), Seen("c")]
    xs[:2] = [Seen("d"), Seen("e")]
    print("same length", xs)
    xs[1:] = [Seen("f")]
    print("shorter", xs)
    xs[:0] = [Seen("g"), Seen("h")]
    print("longer", xs)
    ys = [Seen("i")]
    xs[1:2] = ys
    print("kept", xs, ys)
    xs[:] = xs[::-1]
    print("backwards", xs)


replaced()


class Key:
    def __getitem__(self, key):
        return key

    def __index__(self):
        return 2


k = Key()
a, b, c = 1, "x", None
print(k[a:b:c], k[a:b], k[a::c], k[::a], [0, 1, 2, 3, 4][k:a:-a], [0, 1, 2, 3, 4][k::a], bytes(range(5))[a::k], range(9)[a::k])
for step in (0, "a", 1.5):
    for seq in ([1, 2], "ab", (1, 2), {}, 5, None):
        try:
            print(seq[::step])
        except Exception as e:
            print(seq, step, type(e).__name__, e)


def interrupted(step):
    try:
        return xs[1 : 1 / 0 : step]
    except ZeroDivisionError as e:
        return repr(e)


print(interrupted(1))


def pairs():
    a, b = [1, 2, 3], (4, 5)
    print(list(zip(a, b)), [x * y for x, y in zip(a, b)], [x + y for x, y in zip(range(3), a)], [(x, y) for x, y in zip((), a)])
    first, second = iter(a), iter(b)
    print([x + y for x, y in zip(first, second)], list(first), list(second))
    first, second = iter(range(5)), iter([1])
    for x, y in zip(first, second):
        print(x, y)
    print(list(first))
    try:
        for x, y in zip(a, b, strict=True):
            print(x, y)
    except ValueError as e:
        print(e)
    grown = [1, 2]
    for x, y in zip(grown, iter(grown)):
        print(x, y)
        if len(grown) < 4:
            grown.append(x + y)


pairs()
