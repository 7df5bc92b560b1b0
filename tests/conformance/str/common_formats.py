# The specifications that have shortcuts, and their neighbours that have none.
class I(int): pass
class F(float): pass
class S(str): pass
values = [0, 1, -1, 42, -255, 123456789, 2**70, True, 0.0, -0.0, 1.5, -2.25, 1e10, 1e22, float("inf"), float("nan"), "", "x", "h\xe9llo", None, I(5), F(2.5), S("sub"), b"b", (1,), [2]]
for spec in ("%d", "%i", "%u", "%5d", "%-5d", "%05d", "%x", "%5x", "%05x", "%f", "%.2f", "%8.3f", "%-8.1f", "%08.2f", "%.0f", "%.f", "%s", "%5s", "%-5s", "%.2s", "%5.1s", "%05s", "%-05d", "%0-5d",
             "%+d", "% d", "%#x", "%ld", "%100.3f", "%.99f", "%.100f", "%r", "%c", "%e", "%g", "%X", "%o", "%%", "%5%", "%1000d", "%5.3d", "%", "%5", "%-", "%.", "%q", "%(k)s"):
    for value in values:
        try:
            out = spec % (value,)
        except Exception as e:
            out = type(e).__name__ + ": " + str(e)
        if len(out) > 60:
            out = "%d %s" % (len(out), out.strip()[:30])
        print(ascii(spec), ascii(value), ascii(out))
for template, args in (("%s %s", (1,)), ("%s", (1, 2)), ("%d%d%d", (1, 2, 3)), ("%5d|%-5s|%.1f", (1, "a", 2.0)), ("a%%b%5d", (3,)), ("%(a)5d %(b)s", {"a": 1, "b": 2}),
                       ("%5d", {"a": 1}), ("%s", {"a": 1}), ("%*d", (5, 3)), ("%.*f", (2, 1.0)), ("%5d %(a)s", {"a": 1}), ("", ()), ("", (1,)), ("x", {}), ("h\xe9 %5s", ("\u20ac",))):
    try:
        print(ascii(template % args))
    except Exception as e:
        print(type(e).__name__, e)
for spec in ("", "5", ">5", "<5", "^5", "05", "05d", "x", "08x", ".2f", "8.3f", "08.3f", "s", "5s", "1000", "99999", ".0f", "d", "c", "^6.1f"):
    for value in (7, -7, 2.5, "ab", True, None):
        try:
            out = format(value, spec)
            assert out == f"{value:{spec}}"
        except Exception as e:
            out = type(e).__name__ + ": " + str(e)
        print(spec, value, out if len(out) < 70 else len(out))
class Inner:
    def __format__(self, spec): return f"<{spec:>4}|{3.14159:.2f}>"
print(f"{Inner():{5:d}}", f"{f'{1:03d}':>8}{2:5.1f}", format(Inner(), format(1.5, ".1f")))
