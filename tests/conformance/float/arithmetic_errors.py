# The errors of float/arithmetic.
inf, nan = float("inf"), float("nan")
for code in ("1.0 / 0", "1.0 // 0", "1.0 % 0", "divmod(1.0, 0)", "0.0 ** -1", "(-1.0) ** 0.5", "2.0 ** 10000", "1e308 * 10", "round(inf)", "round(nan)", "int(nan)", "1.5 & 1", "1.5 << 1", "~1.5", "1.5 @ 1", "1.5 < 'a'", "pow(2.0, 2, 3)", "10.0 ** 309", "-1e308 * 10", "1e200 ** 2"):
    try:
        print(code, eval(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
x = 0.0
y = 1.0
