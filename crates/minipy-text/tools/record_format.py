"""The formatting cases of record.py."""
import itertools

SPECS = ["", "d", "5", "<8", ">8d", "^9", "=8", "+", " ", "-", "+08", "08,", "07,", "06_", "010_d", ",", "_", "n", "x", "#x", "#X", "#010_x",
         "b", "#b", "o", "_b", "c", "5c", "*^5c", "é>6", "é^7x", "#_o", ",x", ",n", "_n", "_c", "+c", "#c", "z", "zd", ".3", ".3d", "5.", ".",
         "s", "zs", "#s", "+s", " s", "=5s", "05s", "<05", ">05", "^6.2", ".2", ".0", "*<5.1s", "5,s", "e", ".3e", "E", "#.0e", "f", ".0f",
         "#.0f", ".2f", "+.2f", "010.2f", "020,.3f", "_.1f", ".6_f", ".7,f", "._f", ".,f", ",._e", "020._f", "g", ".3g", "#.3g", "#g", "G",
         ".0g", ".17g", ",.10g", "%", ".1%", "z.1f", "+z.0f", "z.0%", "F", ".400f", ".30g", "n", ".4n", "10n", "r", "Q", "é", "'", "\n",
         "ff", "<5d5", ",,", "__", ",_", "_,", ".5_,", ".5,,", "._n", ".,n", "._x", ".,b", "._s", "99999999999999999999", ".99999999999f",
         "\u0661\u0660", "0=10", "0<10", "x=10", " >#12x", "+#06x", "<<5", "==5", ">>>5", "010", "-010.1f", ".10", ".10_", ",.3", "0^12", "012.6_e"]


def record_formats(emit, attempt, hx, fb, floats, ints, rnd, texts):
    fl = floats(12)[:60]
    it = [0, 1, -1, 65, 255, -255, 1234, -1234567, 2**63, -2**70, 10**30, 0x10ffff, 0x110000, 123456]
    for spec in SPECS:
        for v in it:
            emit("format_int", hx(spec), v, hx(attempt(lambda: format(v, spec))))
        for x in rnd.sample(fl, 9) + [0.0, -0.0, float("inf"), float("nan"), 1234567.125]:
            emit("format_float", hx(spec), fb(x), hx(attempt(lambda: format(x, spec))))
        for x, y in [(1.0, 2.0), (-0.0, -1.5), (0.0, 3.25), (float("nan"), float("-inf")), (1e20, 12345678.9)]:
            emit("format_complex", hx(spec), fb(x), fb(y), hx(attempt(lambda: format(complex(x, y), spec))))
        for t in ["", "abc", "h\xe9llo \U0001f600", "\ud800x"]:
            emit("format_str", hx(spec), hx(t), hx(attempt(lambda: format(t, spec))))
    flags = ["".join(f) for n in (0, 1, 2, 3) for f in itertools.combinations("-+ #0", n)]
    for flag in flags:
        for tail in ["", "1", "12", ".0", ".5", "12.8", "30.20"]:
            for kind in "dioxXeEfFgGsc":
                for v in ([0, 5, -42, 2**70, -255] if kind in "dioxX" else [0.0, -1.5, 123456.789, float("inf")] if kind in "eEfFgG" else
                          ["a\xe9"] if kind == "s" else ["\xe9"]):
                    if rnd.random() < 0.35:
                        spec = f"%{flag}{tail}{kind}"
                        arg = fb(v) if isinstance(v, float) else hx(v) if isinstance(v, str) else v
                        emit("percent", hx("<" + spec + ">"), arg, hx(("<" + spec + ">") % v))
    for t in ["%", "a%", "%(a", "%(a)", "%5", "%.", "%-", "%l", "%99999999999999999999d", "%.99999999999999999999d", "%(a(b", "%.2147483648d"]:
        emit("percent_errors", hx(t), attempt(lambda: t % {"a": 1}))
