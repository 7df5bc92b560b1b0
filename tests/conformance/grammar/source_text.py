# Identifiers are compared in NFKC, strings may hold lone surrogates, ints may have any size.
ﬁ = 1
print(fi, ﬁ, "ﬁ" in globals(), "fi" in globals())
𝔘𝔫𝔦 = 2
print(Uni, [n for n in globals() if n == "Uni"])


class Ｃ:
    ª = "a"

    def ｍ(self, ℌ=3):
        return H, self.a


H = 4
print(C().m(), C().m(H=5), C.a, getattr(C, "a"), hasattr(C, "ª"))
import sys as ｓｙｓ
print(sys is not None)


def f(**ｋｗ):
    return kw


print(f(ｘ=1), f(x=2))
K = "Kelvin"
print("K" in globals(), "\N{KELVIN SIGN}" in globals())
s = "\ud800a\udc00"
print(len(s), ascii(s), s == "\ud800" + "a" + "\udc00", [hex(ord(c)) for c in s], s[0] < "\U00010000")
print(ascii("\ud83d" + "\ude00"), len("\ud83d\ude00"), "\ud83d\ude00" == "\U0001f600")
try:
    print(s)
except UnicodeEncodeError as error:
    print(error)
print({s: 1}[s], s.upper() == s.replace("a", "A"), hash(s) == hash("\ud800a\udc00"))
print(s.encode("utf-8", "surrogatepass"), b"\xed\xa0\x80".decode("utf-8", "surrogatepass") == "\ud800")
print(int("9" * 4300) % 7, len(str(10 ** 4299)))
for source in ["9" * 4301, "0x" + "f" * 5000, "0b" + "1" * 20000, "1_000", "1__0", "0777", "00", "0_0", "1e5", "1_0.0_1e1_0", "0o8", "0b2", "0xg", "1.e", "5if 1 else 2",
               "x = é\u00b2", "€ = 1", "a\u200b = 1", "x = “quoted”", "a·b = 1", "·a = 1", "x\u0301 = 1", "\u0301x = 1", "℘ = 1", "a℮ = 1"]:
    try:
        value = compile(source, "<s>", "exec")
        print("fine", ascii(source[:20]))
    except SyntaxError as error:
        print(ascii(source[:20]), "->", ascii(error.msg), error.lineno, error.offset, error.end_offset)
