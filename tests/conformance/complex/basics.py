a, b = 1 + 2j, 3 - 4j
print(a + b, a - b, a * b, a / b, a ** 2, a ** b, -a, +a, a == b, a != b, a == 1 + 2j, complex(3) == 3, abs(b), a.conjugate(), a.real, a.imag, bool(0j), hash(a) == hash(complex(1, 2)), hash(3 + 0j) == hash(3))
for z in (0j, -0j, 1j, -1j, 1 + 0j, complex(-0.0, 1), complex(1, -0.0), 1e20 + 1e-5j, complex("inf"), complex(0, float("nan")), complex(float("inf"), float("-inf")), 1.5 - 2.5j, complex(-0.0, -0.0)):
    print(repr(z), str(z), f"{z}", f"{z:.2f}", f"{z:>20}", f"{z:g}")
for s in ("1", "1+2j", " 3-4J ", "(1+1j)", "j", "-j", "1e5j", "inf+nanj", "1_0+1j", "", "1+", "1 + 2j", "abc", "1+2", "j1", "((1))", "1j+2"):
    try:
        print(repr(s), complex(s))
    except ValueError as e:
        print(repr(s), "!!", e)
print(complex(), complex(1), complex(1, 2), complex(real=1), complex(imag=2), complex(True), complex(1.5, -2))
print(1 + a, a + 1.5, 2 * a, a * 2.0, 1 - a, 1 / a, a / 2, 2 ** a, sum([a, b]), [a, b].index(b), {a: 1}[1 + 2j], complex.from_number(5))
class C:
    def __complex__(self): return 1 + 1j
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 7
print(complex(C()), complex(F()), complex(I()), complex(F(), I()))
