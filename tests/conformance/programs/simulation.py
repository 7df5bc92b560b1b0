# Floats: integration, statistics, iteration; results to the last digit.
def lcg(seed):
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        yield (seed >> 33) / 2**31


rng = lcg(42)
xs = [next(rng) for _ in range(1000)]
mean = sum(xs) / len(xs)
var = sum((x - mean) ** 2 for x in xs) / (len(xs) - 1)
print(mean, var, var ** 0.5, min(xs), max(xs))
inside = sum(next(rng) ** 2 + next(rng) ** 2 < 1 for _ in range(5000))
print(4 * inside / 5000)


class Body:
    __slots__ = ("x", "y", "vx", "vy", "m")
    def __init__(self, x, y, vx, vy, m):
        self.x, self.y, self.vx, self.vy, self.m = x, y, vx, vy, m


bodies = [Body(0.0, 0.0, 0.0, 0.0, 10.0), Body(1.0, 0.0, 0.0, 3.0, 0.1), Body(-2.0, 0.5, 0.3, -2.0, 0.2)]
for step in range(500):
    for i, a in enumerate(bodies):
        for b in bodies[i + 1:]:
            dx, dy = b.x - a.x, b.y - a.y
            d2 = dx * dx + dy * dy
            f = 0.001 / (d2 * d2 ** 0.5)
            a.vx += dx * b.m * f; a.vy += dy * b.m * f
            b.vx -= dx * a.m * f; b.vy -= dy * a.m * f
    for b in bodies:
        b.x += b.vx * 0.001; b.y += b.vy * 0.001
print(*(f"{b.x:.12f} {b.y!r}" for b in bodies), sep="\n")


def newton(f, df, x):
    for i in range(50):
        step = f(x) / df(x)
        x -= step
        if abs(step) < 1e-14:
            break
    return x, i


print(newton(lambda x: x * x - 2, lambda x: 2 * x, 1.0), newton(lambda x: x ** 3 - x - 2, lambda x: 3 * x * x - 1, 1.5))


def simpson(f, a, b, n):
    h = (b - a) / n
    return h / 3 * (f(a) + f(b) + 4 * sum(f(a + i * h) for i in range(1, n, 2)) + 2 * sum(f(a + i * h) for i in range(2, n, 2)))


import math
print(simpson(math.sin, 0, math.pi, 100), simpson(lambda x: math.exp(-x * x), -3, 3, 200))


def mandelbrot(c, limit=50):
    z = 0j
    for n in range(limit):
        if abs(z) > 2: return n
        z = z * z + c
    return limit


for y in range(-4, 5):
    print("".join(" .:-=+*#%@"[mandelbrot(complex(x / 12, y / 4)) // 6 if mandelbrot(complex(x / 12, y / 4)) < 50 else 9] for x in range(-26, 10)))
def fft(a):
    if len(a) == 1: return a
    even, odd = fft(a[::2]), fft(a[1::2])
    w = [complex(math.cos(-2 * math.pi * k / len(a)), math.sin(-2 * math.pi * k / len(a))) * o for k, o in enumerate(odd)]
    return [e + o for e, o in zip(even, w)] + [e - o for e, o in zip(even, w)]
print([f"{abs(x):.6f}" for x in fft([complex(math.sin(i), 0) for i in range(16)])])
compound = 1000.0
for year in range(1, 11): compound *= 1 + 0.035 / year
print(round(compound, 2), compound, f"{compound:,.3f}", compound // 1, divmod(compound, 7))
temps = [20.5, 21.0, 19.25, 18.0, 22.75]
print(sorted(temps)[len(temps) // 2], sum(temps) / len(temps), [round((t - 32) * 5 / 9, 1) for t in temps], [t for t in temps if t > sum(temps) / len(temps)], ["#" * int(t) for t in temps][3])
