print("{} {}".format(1, "a"), "{0} {1} {0}".format(1, 2), "{a} {b}".format(a=1, b=2), "{0[1]} {0[0]}".format([1, 2]), "{x.real} {x.imag}".format(x=1 + 2j), "{d[key]}".format(d={"key": "v"}), "{{}} {}".format(1), "{:>5}|{:<5}|{:^5}".format(1, 2, 3), "{:{}}|{:{w}.{p}f}".format("a", 5, 3.14159, w=8, p=2), "{!r} {!s} {!a}".format("é", "é", "é"), "{0:{1}}".format(5, "03d"), "{0.__class__.__name__}".format(5), "{:,}".format(1234567), "{[a]}".format({"a": 1}), "{0[a b]}".format({"a b": 3}), "".format(), "{:}".format("x"))
for f, a, k in (("{}", (), {}), ("{1}", (0,), {}), ("{a}", (), {}), ("{", (), {}), ("}", (), {}), ("{0} {}", (1, 2), {}), ("{} {0}", (1, 2), {}), ("{0.x}", (1,), {}), ("{0[5]}", ([1],), {}), ("{0[k]}", ({},), {}), ("{!x}", (1,), {}), ("{!}", (1,), {}), ("{:d}", ("a",), {}), ("{a.}", (), {"a": 1}), ("{a[}", (), {"a": 1}), ("{a[]}", (), {"a": 1}), ("{:{:{}}}", (1, 2, 3), {}), ("{0!rx}", (1,), {}), ("{-1}", (1,), {}), ("{0[-1]}", ([1],), {}), ("{ 0}", (1,), {}), ("{0[a]b}", ({"a": 1},), {}), ("{99999999999999999999}", (), {})):
    try:
        print(f, "->", f.format(*a, **k))
    except Exception as e:
        print(f, "!!", type(e).__name__, e)
class D(dict):
    def __missing__(self, k): return f"<{k}>"
print("{a} {b}".format_map(D(a=1)), "{x:>5}".format_map({"x": 1}))
class F:
    def __format__(self, spec): return f"F[{spec}]"
print("{:abc} {}".format(F(), F()), format(F(), "x"), f"{F():%Y-%m}")
for spec in ("", "5", "<5", ">5", "^5", "*^7", ".2", "5.2", "s", "05", "=5", "d", "+", ",", " ", "#", "é>5", "x<5s", "-", "z"):
    try:
        print(repr(spec), repr(format("abc", spec)))
    except ValueError as e:
        print(repr(spec), "!!", e)
for v in (None, [1], {}, (1,), {1}, object, print, ..., NotImplemented, b"a", range(3)):
    try:
        print(format(v), f"{v!r:>20}")
        format(v, "5")
    except TypeError as e:
        print(e)
print("%s %r %a %10s|%-10s|%.2s|%5.1s|%c%c" % ("é", "é", "é", "r", "l", "trunc", "xyz", "a", 0x20AC), "%s" % (None,), "%s" % None, "%s %s" % ("a", ("b",)), "%(x)s%%" % {"x": 1}, "%r" % ((1, 2),), "%s" % [1])
