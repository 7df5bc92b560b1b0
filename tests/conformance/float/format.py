for x in (0.0, 1.5, -1.5, 1234567.891, 1e-7, 1e20, 0.00012345, 99.995):
    print(*(format(x, s) for s in ("", "f", ".0f", ".1f", "10.2f", "<10.2f", "+.2e", "010.3f", ",.2f", "_.1f", "g", ".3g", "#g", "G", "E", "%", ".1%", " ", "=+12", ".3", "#.0f", "n", "z.1f")), sep="|")
for x in (float("inf"), float("nan")):
    print(*(format(x, s) for s in ("", "f", "F", "e", "10", "010", "+", ",", ".2%", "E", "g")), sep="|")
for spec in ("d", "x", "s", "c", ".2.3", "q", ".", ".f", ",,", ".-1f", "5.f", ".2147483648f", "_,f", ".3_f", ".6,f"):
    try:
        print(repr(spec), format(1234.5678, spec))
    except ValueError as e:
        print(repr(spec), "!!", e)
print("%f|%.2f|%10.3f|%-10.1f|%+f|%e|%.0e|%E|%g|%.3g|%G|%#.3g|%05.1f|% f|%s|%r|%d|%a" % ((1234.56789,) * 18))
print("%f %F %e %g" % (float("inf"), float("nan"), float("-inf"), float("nan")))
print(f"{0.1:.20f} {1e22:.1f} {2.5:.0f} {3.5:.0f} {0.5:.0f} {1e-10:.3f} {123456:.2e} {1e5:g} {1e6:g} {1e-5:g} {0.0001:g} {1e16:} {1e15:}")
print(format(1e300, ".5f")[:20], len(format(1e300, "f")), format(5e-324, ".3e"), format(1.7976931348623157e308, ".17g"), format(0.1, ".55f"))
print(str(1e16), repr(1.0e10), repr(12345678.9), 1e5, 1e-3, 123e10, 1.0e+16)
