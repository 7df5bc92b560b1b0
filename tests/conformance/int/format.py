for n in (0, 1, -1, 42, -42, 1234567, 10**20, -(10**20)):
    print(f"{n:d}|{n:5}|{n:<5}|{n:^5}|{n:+}|{n: }|{n:05}|{n:x}|{n:#X}|{n:b}|{n:#o}|{n:,}|{n:_}|{n:_x}|{n:>+8,}|{n:e}|{n:.2f}|{n:g}|{n:%}|{n:n}")
for spec in ("*>10d", "=+10", "x=10", "#010x", "_b", "c", ",d", "010,", "020_x", "<-5", "é^7"):
    print(repr(spec), format(65, spec))
for spec in (",x", "_s", "s", ".2d", "q", "10.3", "c,", "+c", "z", "zd", "5 5", ">>>", "0<5d5", ",_", "_,", "#,", ".d", "9" * 25):
    try:
        print(repr(spec), format(65, spec))
    except ValueError as e:
        print(repr(spec), "!!", e)
for n in (-1, 0x110000, 2**40):
    try:
        print(format(n, "c"))
    except OverflowError as e:
        print(e)
print("%d %i %5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%#o|%c|%c|%s|%r|%u|%e|%.3f|%g" % (1, -2, 3, 4, 5, 6, 7, 255, 255, 255, 8, 8, 65, "z", 9, 10, 11, 12, 13, 14))
print("%.5d|%8.3d|%*d|%-*d|%.*f|%%|%ld" % (42, 7, 6, 1, 6, 2, 2, 3.14159, 5), "%(a)d %(b)s %(a)05d" % {"a": 1, "b": [2]})
