"""Record what CPython 3.14 answers for the cases of tests/recorded.rs.

Usage: PYTHONHASHSEED=0 py314 tools/record.py   (from crates/minipy-text)

Every line of tests/data/NAME.txt is tab separated: the arguments as Python literals or hex, then the result. Text is
written as the hex of its generalised UTF-8.
"""
import math, random, struct, sys

sys.set_int_max_str_digits(0)
rnd = random.Random(20261130)
OUT = {}


def hx(s):
    return s.encode("utf-8", "surrogatepass").hex() if isinstance(s, str) else s.hex()


def fb(x):
    return f"{struct.unpack('<Q', struct.pack('<d', x))[0]:016x}"


def emit(name, *fields):
    OUT.setdefault(name, []).append("\t".join(str(f) for f in fields))


def attempt(f):
    try:
        return f()
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


def floats(n):
    special = [0.0, -0.0, 1.0, -1.0, 0.1, 1e16, 1e15, 123456789012345680.0, 9007199254740993.0, 1e22, 1e23, 5e-324,
               2.2250738585072014e-308, 1.7976931348623157e308, 0.5, 1.5, 2.5, 0.125, 1e-4, 1e-5, 0.0001234, 999999.5,
               1e100, 2023347301156851.25, math.pi, math.e, 100.0, 1234567.0, 12345678.9, 1e5, 1e6, 1e7,
               float("inf"), float("-inf"), float("nan"), 9.5, 99.5, 0.05, 0.95, 4.35, 2.675, 1e-10, 123e-20]
    for _ in range(n):
        k = rnd.random()
        if k < 0.3:
            special.append(struct.unpack("<d", rnd.randbytes(8))[0])
        elif k < 0.6:
            special.append(round(rnd.uniform(-1000, 1000), rnd.randrange(0, 6)))
        elif k < 0.8:
            special.append(rnd.randrange(-2**60, 2**60) / 2 ** rnd.randrange(0, 70))
        else:
            special.append(rnd.uniform(-1, 1) * 10 ** rnd.randrange(-30, 30))
    return special


def ints(n, bits=300):
    out = [0, 1, -1, 2, 255, 256, -255, -256, 2**31, 2**62, 2**63, -2**63, 2**63 - 1, 2**64, 2**64 - 1, -2**64, 2**61 - 1,
           2**61 - 2, 2**53, 2**53 + 1, 10**18, 10**19, 2**128, -2**128, 2**128 - 1]
    for _ in range(n):
        v = rnd.getrandbits(rnd.randrange(1, bits))
        out.append(-v if rnd.random() < 0.4 else v)
    return out


TEXTS = ["", "a", "abc", "it's", 'say "hi"', "both ' and \"", "back\\slash", "tab\tnl\ncr\r", "\0\x01\x7f", "\x80\xa0\xad\xff",
         "h\xe9llo", "\u20ac", "\u2028", "\U0001f600", "\ud800", "\udc80\udcff", "a\ud800\udc00b", "\ufeff", "\u0378",
         "\U000e0001", "\U0010ffff", "\xc3\xa9 caf\xe9 \u4e2d\u6587", "x" * 300 + "\u4e2d" * 70, "\u0130\u0131\ufb01\u1e9e\xdf",
         "\u03a3", "\u0391\u03a3", "\u0391\u03a3\u0392", "\u0391\u0308\u03a3.", "A.\u03a3\u0301 B", "they're BILL's \u01c6 \u01c4 \u01c5",
         "\u1f80\u1f88\u1ff3 \u0149", "\u2160\u24d0", "hello world 123abc"]


def record_floats():
    for x in floats(250):
        emit("float_repr", fb(x), repr(x))
        emit("float_hash", fb(x), hash(x) if x == x else "nan")
        if math.isfinite(x):
            n, d = x.as_integer_ratio()
            emit("float_ratio", fb(x), n, d)
        emit("float_hex", fb(x), x.hex())
        for nd in (None, 0, 1, 2, 3, 5, 15, 20, -1, -2, -3, -10, 323, 400, -308, -309):
            if nd is None:
                if math.isfinite(x):
                    emit("float_round_int", fb(x), round(x))
            else:
                r = attempt(lambda: fb(round(x, nd)))
                emit("float_round", fb(x), nd, r)
    for t in ["1", " 1.5 ", "1_000.5", "1__0", "_1", "1_", "1._5", "1_.5", "1.5_5e1_0", "1e5", "1E+5", "1e-5", "1e", "e5", ".5", "5.",
              ".", "", " ", "+1", "-1", "+-1", "inf", "-Infinity", "INF", "nan", "-nan", "+NaN", "infinit", "infinityx",
              "\u0661\u0662.\u0663", "\u2003 1 \u3000", "1\0", "1 2", "0x10", "1e400", "-1e400", "1e-400", "\x1c1\x1f",
              "1.7976931348623159e308", "2.2250738585072011e-308", "1e+", "1e1_0", "1e_1", "\ud800", "caf\xe9", "1f", "--1", "n",
              "9007199254740993", "0.1e1", "00001.5", "1_2_3", "\uff11\uff12"]:
        emit("float_parse", hx(t), attempt(lambda: fb(float(t))).split(":")[0])
        emit("complex_parse", hx(t), attempt(lambda: (lambda c: fb(c.real) + fb(c.imag))(complex(t))).split(":")[0])
        if t != "\ud800":
            emit("float_fromhex", hx(t), attempt(lambda: fb(float.fromhex(t))))
    for t in ["1+2j", "(1+2j)", " ( 1+2j ) ", "1 + 2j", "j", "-j", "+J", "1-j", "1+j", "infj", "inf+nanj", "1e5-1e-5j", "()", "(1", "1)",
              "1j+2", "1jj", "1_0+2_0j", "nan+infj", "+1-2J", "1+2", "1++2j", "((1))", "(j)", "1e", "3e5j"]:
        emit("complex_parse", hx(t), attempt(lambda: (lambda c: fb(c.real) + fb(c.imag))(complex(t))).split(":")[0])
    for t in ["0x1p0", "0x1.8p1", "-0x.8p-1", "1.8", "0x", "0xp1", "0x1p", "0x1p+", "0x1p1024", "0x1.fffffffffffff8p1023",
              "0x1.fffffffffffff7p1023", "0x1p-1074", "0x1p-1075", "0x1.8p-1075", "0x1.0000000000000800p0",
              "0x1.00000000000008000001p0", "0x1.0000000000001800p0", "0x.00000000000000000001p100", "0x1p99999999999999999999",
              "0x0p99999999999999999999", "0x1p-99999999999999999999", "0x123456789abcdef0123456789p0", "1_0", "0X1P3", "abc.defp2",
              "0x1.", "0x.1", "0x.", "0x1.0.0", "0x0.8p-1074", "0x0.80001p-1074", "0x1.8p-1074", " 0x1p1 ", "infinity ", "0x1 p1"]:
        emit("float_fromhex", hx(t), attempt(lambda: fb(float.fromhex(t))))
    pool = floats(60)
    for a in pool:
        b = rnd.choice(pool)
        if b:
            emit("float_divmod", fb(a), fb(b), *(fb(r) if r == r else "7ff8000000000000" for r in (a // b, a % b)))
        emit("complex_repr", fb(a), fb(b), repr(complex(a, b)))
        emit("complex_hash", fb(a), fb(b), hash(complex(a, b)) if a == a and b == b else "nan")


def record_ints():
    pool = ints(70)
    for v in pool:
        emit("int_hash", v, hash(v))
        emit("int_text", v, f"{v:b}", f"{v:o}", f"{v:x}", v.bit_length(), v.bit_count())
        emit("int_float", v, attempt(lambda: fb(float(v))))
        for nd in (-1, -2, -5, -20, -100):
            emit("int_round", v, nd, round(v, nd))
        for w in rnd.sample(pool, 4):
            if w:
                emit("int_div", v, w, v // w, v % w, fb(v / w))
            emit("int_bits", v, w, v & w, v | w, v ^ w, ~v)
            emit("int_gcd", v, w, math.gcd(v, w), math.lcm(v, w))
            e = abs(w) % 1000 - 200
            m = rnd.choice(pool)
            emit("int_modpow", v, e, m, attempt(lambda: pow(v, e, m)))
        s = rnd.randrange(0, 200)
        emit("int_shift", v, s, v << s, v >> s)
        emit("int_pow", v, s % 20, v ** (s % 20))
        emit("int_isqrt", abs(v), math.isqrt(abs(v)))
        for signed in (False, True):
            for n in (0, 1, 2, 8, 9, 17, 40):
                emit("int_to_bytes", v, n, int(signed), attempt(lambda: v.to_bytes(n, "big", signed=signed).hex() or "-"))
        b = rnd.randbytes(rnd.randrange(0, 40))
        emit("int_from_bytes", b.hex() or "-", int.from_bytes(b, "big"), int.from_bytes(b, "little"),
             int.from_bytes(b, "big", signed=True), int.from_bytes(b, "little", signed=True))
    for sh in (970, 971, 972):
        emit("int_float", 2**1024 - 2**sh, attempt(lambda: fb(float(2**1024 - 2**sh))))
    emit("int_float", 2**1024 - 2**970 - 1, attempt(lambda: fb(float(2**1024 - 2**970 - 1))))
    for a, b in [(10**400, 10**200), (10**400, 3), (3, 10**400), (1, 10**330), (10**330, 10**22), (2**1074, 2**2148), (3, 2**1076),
                 (1, 2**1075), (2**2000 + 1, 2**1000), (2**1100 - 1, 2**76), (2**64 + 1, 2**11), (9007199254740993, 1), (-7, 2**1074)]:
        emit("int_truediv", a, b, attempt(lambda: fb(a / b)))
    fl = floats(80)
    for v in pool:
        for x in rnd.sample(fl, 4) + [float(v)]:
            emit("int_cmp", v, fb(x), "nan" if x != x else (v > x) - (v < x))
    for x in fl:
        if math.isfinite(x):
            emit("int_from_float", fb(x), int(x))
    for t in ["1", " 12 ", "-5", "+7", "1_000", "1__0", "_1", "1_", "", " ", "+", "-", "0x1f", "0X1F", "0o17", "0b101", "0b102", "0x", "0_1",
              "00", "007", "0_0", "0x_1f", "0x__1", "\u0661\u0662", "\u3000\u0663 ", "1\0", "caf\xe9", "\ud800", "zz", "z_z", "\x1c1", "\x0b1\x0c", "9" * 30,
              "-" + "9" * 30, "1 2", "- 1", "1e5", "1.0", "0b", "b1", "0", "-0", "\u00b2", "12345678901234567890123", "a" * 50, "0o8"]:
        for base in (10, 0, 2, 8, 16, 36, 5, 1, 37):
            emit("int_parse", hx(t), base, attempt(lambda: int(t, base)).__str__().split(":")[0])
    for n in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 17, 20, 21, 25, 33, 64, 100, 127, 200):
        emit("int_factorial", n, math.factorial(n))
        for k in (0, 1, 2, 3, 5, 10, 50, 100, 199):
            emit("int_comb", n, k, math.comb(n, k), math.perm(n, k))
    emit("int_comb", 10**30, 5, math.comb(10**30, 5), math.perm(10**30, 5))


def record_text():
    for t in TEXTS:
        emit("text_repr", hx(t), hx(repr(t)), hx(ascii(t)))
        emit("text_hash", hx(t), hash(t))
        emit("text_case", hx(t), hx(t.lower()), hx(t.upper()), hx(t.title()), hx(t.casefold()), hx(t.swapcase()), hx(t.capitalize()))
        b = t.encode("utf-8", "surrogatepass")
        emit("bytes_repr", b.hex(), hx(repr(b)))
        emit("bytes_hash", b.hex(), hash(b))
    for n in range(0, 40):
        b = rnd.randbytes(n)
        emit("bytes_hash", b.hex(), hash(b))
        t = tuple(rnd.randrange(-10**9, 10**9) for _ in range(n % 12))
        emit("tuple_hash", ",".join(map(str, t)), hash(t))
        emit("set_hash", ",".join(map(str, sorted(set(t)))), hash(frozenset(t)))
    emit("slice_hash", 1, 2, 3, hash(slice(1, 2, 3)))


def record_codecs():
    encs = ["utf-8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
    modes = ["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass"]
    texts = TEXTS[:22] + ["a\ud800\udc80b", "\udc80\udc81\ud800x", "\xe9\udc80", "\udcff\xe9\udcfe", "\ud83d\ude00", "\u0378\ud800\uac01\u4e00"]
    blobs = [t.encode("utf-8", "surrogatepass") for t in texts]
    blobs += [t.encode(e) for e in encs for t in ["a\U0001f600"] if e not in ("ascii", "latin-1")]
    blobs += [b"\x00\xd8", b"\x00\xd8A\x00", b"\x00\xdc", b"\x00\xd8\x00", b"\xff\xfeA\x00", b"\xfe\xff\x00A", b"\xff\xfe", b"\xff",
              b"\x00\xd8\x00\xd8\x00\xdc", b"\x00\xd8\x00\xdcA", b"\x00\xd8\x00\x00", b"A\x00\x00", b"\xff\xfe\x00\x00A\x00\x00\x00",
              b"\x00\x00\xfe\xff\x00\x00\x00A", b"\xff\xff\xff\xff", b"\x00\x00\x11\x00AAAA", b"\xed\xa0", b"\xf0\x90", b"\xf4\x90\x80\x80",
              b"\xc0\x80", b"\xe0\x80\x80", b"\xe2\x82", b"\xe2\x28\xa1", b"\xf0\x9f\x98", b"\xf8\x88", b"a\x80\xffb", b"\xed\xb2\x80z"]
    blobs += [rnd.randbytes(rnd.randrange(1, 9)) for _ in range(25)]

    def guard(f):
        try:
            return f().hex() or "-"
        except Exception as e:
            return type(e).__name__ + ": " + str(e)
    for enc in encs:
        for mode in modes:
            for t in texts:
                emit("encode", enc, mode, hx(t) or "-", guard(lambda: t.encode(enc, mode)))
            for b in blobs:
                if rnd.random() < 0.4 or b in (b"\xff", b"a\x80\xffb"):
                    emit("decode", enc, mode, b.hex() or "-", guard(lambda: b.decode(enc, mode).encode("utf-8", "surrogatepass")))
    import codecs
    for enc in ["utf-8", "utf-16-le", "utf-16", "utf-32"]:
        for b in blobs:
            try:
                text, used = getattr(codecs, enc.replace("-", "_") + "_decode")(b, "replace", False)
                emit("decode_partial", enc, b.hex() or "-", hx(text), used)
            except Exception:
                pass


def record_search():
    texts = ["", "a", "aXbXXc", "XX", "XaX", "  a  b\tc\u2003d ", "\u3000", "caf\xe9X\u4e2dX\U0001f600", "a\nb\r\nc\rd\x0be\x85f\u2028g\n", "\r\n\r\n",
             "a\tbc\td\n\te\u4e2d\tf", "mississippi", "\x1c x \x1f", "aaaa", "\ud800X\udc00"]
    needles = ["", "X", "XX", "a", "aa", "issi", "\u4e2d", "ss", " "]

    def lst(x):
        return ",".join(hx(p) for p in x) + f":{len(x)}"
    for kind in "cb":
        for t in texts:
            t = t if kind == "c" else t.encode("utf-8", "surrogatepass")
            for n in needles:
                n = n if kind == "c" else n.encode()
                r = "YZ" if kind == "c" else b"YZ"
                for lim in (-1, 0, 1, 2):
                    if n:
                        emit("search_split", kind, hx(t) or "-", hx(n) or "-", lim, lst(t.split(n, lim)), lst(t.rsplit(n, lim)))
                    emit("search_replace", kind, hx(t) or "-", hx(n) or "-", lim, hx(t.replace(n, r, lim)) or "-", hx(t.replace(n, r[:0], lim)) or "-")
                emit("search_find", kind, hx(t) or "-", hx(n) or "-", t.find(n), t.rfind(n), t.count(n))
                emit("search_strip", kind, hx(t) or "-", hx(n) or "-", *((hx(f(n)) or "-") for f in (t.strip, t.lstrip, t.rstrip)))
            for lim in (-1, 0, 1, 2):
                emit("search_space", kind, hx(t) or "-", lim, lst(t.split(None, lim)), lst(t.rsplit(None, lim)))
            emit("search_lines", kind, hx(t) or "-", lst(t.splitlines()), lst(t.splitlines(True)), hx(t.strip()) or "-", hx(t.expandtabs()) or "-",
                 hx(t.expandtabs(3)) or "-", hx(t.expandtabs(0)) or "-")


def record_unicode():
    import unicodedata, hashlib, _sre
    def checksum(f):
        h = 0
        for cp in range(0x110000):
            for part in str(f(chr(cp))).encode("utf-8", "surrogatepass"):
                h = (h * 1099511628211 + part + 1) & 0xFFFFFFFFFFFFFFFF
        return h
    fs = {
        "alpha": str.isalpha, "decimal": str.isdecimal, "digit": str.isdigit, "numeric": str.isnumeric, "alnum": str.isalnum,
        "space": str.isspace, "printable": str.isprintable, "identifier": str.isidentifier,
        "continue": lambda c: ("a" + c).isidentifier(), "upper": str.isupper, "lower": str.islower,
        "title": lambda c: unicodedata.category(c) == "Lt", "linebreak": lambda c: len(("a" + c + "b").splitlines()) == 2,
        "sre_cased": lambda c: bool(_sre.unicode_iscased(ord(c))),
    }
    for k, f in fs.items():
        emit("unicode_sums", k, checksum(lambda c: int(f(c))))
    for k, f in {"category": unicodedata.category, "to_lower": str.lower, "to_upper": str.upper, "to_title": str.title,
                 "to_fold": str.casefold, "swap": str.swapcase, "capitalize": str.capitalize,
                 "decimal_value": lambda c: unicodedata.decimal(c, ""),
                 "digit_value": lambda c: unicodedata.digit(c, ""), "numeric_value": lambda c: unicodedata.numeric(c, ""),
                 "name": lambda c: unicodedata.name(c, ""), "simple_lower": lambda c: _sre.unicode_tolower(ord(c)),
                 "sigma": lambda c: ("a" + c + "\u03a3" + c).lower(), "repr": repr}.items():
        emit("unicode_sums", k, checksum(f))


def main():
    assert sys.version_info[:2] == (3, 14) and not sys.flags.hash_randomization
    record_floats()
    record_ints()
    record_text()
    record_codecs()
    record_search()
    record_unicode()
    try:
        from record_format import record_formats
    except ImportError:
        pass
    else:
        record_formats(emit, attempt, hx, fb, floats, ints, rnd, TEXTS)
    for name, lines in OUT.items():
        with open(f"tests/data/{name}.txt", "w") as f:
            f.write("\n".join(lines) + "\n")
    print({k: len(v) for k, v in OUT.items()})


main()
