for x in (0.0, -0.0, 1.0, 0.1, 1 / 3, 1e16, 1e15, 123456789012345680.0, 1e22, 1e23, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308, 2.5, 1e100, 0.1 + 0.2, 100000.0, 1234567.125, float("inf"), -float("inf"), float("nan"), 9007199254740993.0, 4.35, 0.3):
    print(repr(x), str(x), f"{x}", f"{x:.3f}", f"{x:e}", f"{x:g}", f"{x:.10g}", f"{x!r:>10}")
for s in ("1.5", " 2 ", "1e5", "1E-5", ".5", "5.", "inf", "-Infinity", "nan", "+NaN", "1_0.0_1", "0x1p3", "", ".", "e5", "1e", "1.5.5", "abc", "1 5", "infinit", "١.٥", "1__0", "_1", "1e400", "-1e400", "1e-400", "\0"):
    try:
        print(repr(s), float(s))
    except ValueError as e:
        print(repr(s), "!!", e)
print(float(), float(b"1.5"), float(True), float(10**20), float.fromhex("0x1.8p1"), (1.5).hex(), (-0.1).hex(), (0.0).hex(), float.fromhex("-0x1.999999999999ap-4"), float("inf").hex(), float.fromhex("1.8"))
print((1.5).as_integer_ratio(), (0.1).as_integer_ratio(), (2.0).is_integer(), (2.5).is_integer(), (1e300).as_integer_ratio()[1], (3.0).real, (3.0).conjugate(), (-2.5).__trunc__(), (2.5).__floor__(), (2.5).__ceil__())


class Says(str):
    def __float__(self):
        return 9.5


class Silent(str):
    pass


print(float(Says("8")), float(Silent("8")))
