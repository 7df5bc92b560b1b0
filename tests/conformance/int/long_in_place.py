"""Ints beyond a word, in loops and locals: results never change a number that somebody else has."""


def factorials():
    f = 1
    kept = []
    for i in range(1, 60):
        f *= i
        kept.append(f)
    g = f
    g *= 3
    g += 10**50
    g -= f
    return kept[20], kept[21], kept[-1], f, g, f is kept[-1]


def shrinking():
    x = 2**200
    y = x
    x -= 2**200 - 5
    z = 2**70
    z -= 2**70
    w = 3**90
    w *= 0
    v = -(2**130)
    v += 2**130 + 2**62
    u = 2**130
    u -= 2**130 - 2**62 + 1
    return x, y, z, w, v, u, u + 1, type(u)


def xorshift():
    x = 88172645463325252
    out = []
    for _ in range(12):
        x ^= (x << 13) & 0xFFFFFFFFFFFFFFFF
        x ^= x >> 7
        x ^= (x << 17) & 0xFFFFFFFFFFFFFFFF
        out.append(x)
    return out


def shared():
    a = 2**64 + 1
    b = a
    a ^= 3
    c = a
    a += 1
    a += a
    d = (a << 3) ^ (a >> 1) | 2**65
    e = [a, a + 1, (a + 1) + (a + 2), (a + 1) * 3 - (a + 2)]
    return a, b, c, d, e


def long_sums():
    total = 0
    for i in range(200):
        total += 7**i
        total -= 5**i
    other = total
    total += True
    total *= -1
    total -= False
    return total, other, total + other


def errors():
    x = 2**100
    for code in ("x % 0", "x // 0", "x / 0", "x << -1", "x >> -1", "x + 'a'", "x & 1.5", "x | None", "x - []"):
        try:
            print(code, eval(code, {"x": x}))
        except Exception as e:
            print(code, "!!", type(e).__name__, e)
    return x


def bools():
    t = True
    return t + 2**70, 2**70 - t, t & 2**70, 2**70 | t, t ^ t, t & t, t + t, t * 2**64, 2**64 >> t, t << 70, -(2**64) >> 3


def edges():
    small = 2**62
    return [small - 1, small, small + 1, -small, -small - 1, small * 2 - 1, small * 2, (small - 1) + 1, (-small) - 1, small * small,
            small // 3, -small // 3, small % -7, (small + 5) - 6, (2**63 ^ 2**62) ^ 2**63, ~small, -(-small)]


class Own(int):
    def __add__(self, other):
        return "own"


def subclasses():
    o = Own(2**70)
    p = 2**70
    p += Own(1)
    q = Own(5)
    q -= 2**80
    return o + 1, 1 + o, p, q, type(q).__name__


for function in (factorials, shrinking, xorshift, shared, long_sums, errors, bools, edges, subclasses):
    print(function.__name__, function())
