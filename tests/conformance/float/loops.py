"""Arithmetic in loops and locals: results never change a number that somebody else has; mixed operands; comparisons."""


def locals_and_temporaries():
    x = 1.5
    y = x
    for i in range(5):
        x = x * 2.0
        x += i
        x -= 0.25
        x /= 2
    print(x, y)
    a = b = 2.0
    a *= b
    print(a, b)
    c = (a + b) * (a - b) / (a * b + 1) - -a
    print(a, b, c)
    items = [a, b, c]
    items[0] += items[1] * items[2]
    items[-1] -= items[0]
    print(items, a, b, c)
    saved = []
    z = 0.0
    for i in range(4):
        z = z + 0.5
        saved.append(z)
    print(saved, z)
    t = (z, z)
    z = z + 1.0
    z = -z
    print(t, z)
    w = abs(z)
    w += 1.0
    print(w, z)

    def inner():
        return z

    z = z * 2.0
    first = inner()
    z = z * 2.0
    print(first, inner(), z)


def arguments(p, q=1.25):
    p = p * 2.0
    q = q + p
    return p, q


def constants():
    x = 0.5
    for _ in range(3):
        x = 3.7 * x * (1.0 - x)
    total = 0.0
    for _ in range(3):
        k = 1.0
        k += 1.0
        total += k
    print(x, total)


def mixed():
    big = 2**53 + 1
    print(1.5 + 2, 2 - 0.5, 3 * 1.5, 3 / 2.0, 7 / 2, 1.0 * big, big - 1.0, big * 1.0, -(2**60) + 0.5)
    print(True + 1.5, 1.5 * False, 2**70 * 1.0, 1.0 / 2**70)
    n = 0
    n += 1.5
    n = n * 2
    n = 2 * n
    n = n - 1
    n = 1 - n
    n = n / 4
    print(n)
    for operation in (lambda: 1.0 / 0, lambda: 1 / 0.0, lambda: 1.0 // 0, lambda: 1.0 % 0.0, lambda: 0.0 ** -1):
        try:
            operation()
        except ZeroDivisionError as e:
            print(e)
    try:
        1.5 * 10**400
    except OverflowError as e:
        print(e)
    print(7.5 // 2, -7.5 // 2, 7 // -2.0, -7.5 % 2, 7.5 % -2, 7 % 2.5, 1e300 // 1e-10, 0.0 // -1.0, -0.0 % 5)
    print(float("inf") // 2, 2 % float("inf"), -2 % float("inf"), float("nan") % 2)


def powers():
    print(2.0**3, 2**0.5, 4**-0.5, 2.0**-1.5, 0.0**0, 0.0**0.5, (-2.0) ** 3, (-8.0) ** (1 / 3), 2**-2, 1.0 ** float("nan"))
    print(float("inf") ** -1, (-0.0) ** 3, 2.0 ** True, 10**2.0, 1e-200**2, (-1.0) ** float("inf"))
    try:
        print(1e200**2)
    except OverflowError as e:
        print(e)
    x = 2.0
    x **= 2
    x **= 0.5
    print(x)


def comparisons():
    nan = float("nan")
    inf = float("inf")
    values = [0, 1, -1, 0.0, -0.0, 1.0, 1.5, nan, inf, -inf, 2**53, 2.0**53, 2**53 + 1, True, 2**62 - 1, 2.0**62, 10**400]
    for a in values:
        row = []
        for b in values:
            row.append((a < b) + 2 * (a <= b) + 4 * (a == b) + 8 * (a != b) + 16 * (a > b) + 32 * (a >= b))
            if a < b:
                row[-1] += 64
            if a == b:
                row[-1] += 128
            if not a >= b:
                row[-1] += 256
            if b == 1:
                row[-1] += 512
            if a < 0.5:
                row[-1] += 1024
        print(*row)


class Sub(float):
    def __add__(self, other):
        return "add %s" % other

    __radd__ = __add__

    def __lt__(self, other):
        return "lt"


class Real:
    def __radd__(self, other):
        return ("radd", other)

    def __rpow__(self, other):
        return ("rpow", other)

    def __gt__(self, other):
        return "gt"


def classes():
    s = Sub(1.5)
    print(s + 1.0, 1.0 + s, s * 2.0, type(s * 2.0).__name__, s < 1.0, 1.0 > s, type(-s).__name__, s // 1, s**2)
    r = Real()
    print(1.5 + r, 2 + r, 1.5**r, 1.0 < r, 1 < r)


def many():
    numbers = [i * 0.5 for i in range(20000)]
    total = sum(numbers)
    del numbers
    others = [bytes(3) for _ in range(5000)]
    numbers = [i + 0.25 for i in range(20000)]
    print(total, sum(numbers), len(others), len(set(map(id, numbers))))


def unpacking():
    pair = (1.0, 2.0)
    a, b = pair
    a, b = b, a
    a += 1
    print(a, b, pair)
    [x, y, z] = [a, b, 3.0]
    x, y, z = z, x, y
    print(x, y, z)
    x, y = x, x
    x += 1.0
    print(x, y)
    t = [1.0, [2.0, 3.0]]
    t, u = t
    print(t, u)
    u, v = u
    print(u, v)
    for (p, q), (r, s) in [((1.0, 2.0), [3.0, 4.0])] * 2:
        p += r
        s *= q
        print(p, q, r, s)
    for bad in ((1.0,), [1.0, 2.0, 3.0], (), 5, "a", {1.0: 2}):
        try:
            m, n = bad
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)

    class Noisy:
        def __del__(self):
            print("del; list is", owner)
            owner.clear()

    owner = [1, 2]
    g = h = Noisy()
    g, h = owner
    print(g, h, owner)


locals_and_temporaries()
print(arguments(2.0), arguments(1.5, 2), arguments(True, 2.5))
constants()
mixed()
powers()
comparisons()
classes()
many()
unpacking()
