"""Complex arithmetic in loops: results never change a number that somebody else has; mixed operands; construction."""


def mandelbrot():
    inside = 0
    for py in range(8):
        for px in range(12):
            c = complex(px / 6 - 1.5, py / 4 - 1.0)
            z = 0j
            for _ in range(30):
                z = z * z + c
                if abs(z) > 2:
                    break
            else:
                inside += 1
    return inside, z, c


def sharing():
    z = 1 + 2j
    w = z
    z = z * z
    z = z + w
    z -= 1j
    z *= w
    print(z, w)
    kept = []
    for i in range(3):
        z = z - w
        kept.append(z)
    print(kept, z)
    a = b = 2j
    a = a * b
    print(a, b, (a + b) * (a - b) + (a - b) * (b - a))
    print(z + 1, 1 + z, z * 2.0, 2.0 - z, z / 2, z - True, -z, z == z, z != w)


class Sub(complex):
    def __mul__(self, other):
        return "mul"

    __rmul__ = __mul__


print(mandelbrot())
sharing()
s = Sub(1, 2)
print(s * 1j, 1j * s, s + 1j, type(s + 1j).__name__, s * s, s - s)
inf, nan = float("inf"), float("nan")
print(complex(inf, nan) * complex(1, 1), complex(inf, 0) + complex(0, inf), complex(inf, inf) * complex(inf, 1))
print(complex(1, 2), complex(1.5, 2), complex(1, True), complex(2**60, 1), complex(1, 2**53 + 1), complex(-0.0, -0.0))
for args in ((1, "x"), ("1", 2), (None, 1), (1, None), (10**400, 1), (1j, 2), (1, 2j), (Sub(1), 2.5)):
    try:
        print(complex(*args))
    except (TypeError, OverflowError) as e:
        print(type(e).__name__, e)
for z in (3 + 4j, complex(inf, nan), complex(nan, nan), complex(1e308, 1e308), Sub(3, 4)):
    try:
        print(abs(z))
    except OverflowError as e:
        print(e)
