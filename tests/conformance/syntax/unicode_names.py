ª = 1
print(a, [n for n in globals() if len(n) == 1])
straße = "s"
Ⅳ = 4
print(straße, IV)
class Ñ:
    ñ = 1
    def ĳ(self): return self.ñ
print(Ñ().ij(), Ñ.__name__, [n for n in vars(Ñ) if n[0] != "_"])
print(getattr(Ñ, "ñ"), hasattr(Ñ, "n"))
def f(ſ=1, **kw): return s if "s" in globals() else ſ, kw
print(f(s=5), f(é=1))
try:
    exec("x² = 1")
except SyntaxError as e:
    print(e)
try:
    exec("a\u200bb = 1")
except SyntaxError as e:
    print(e)
for c in ("€", "\u00a0x", "“x”", "x–y", "\ufeffx", "😀", "x\x0c", "\x1a", "a\u2028b"):
    try:
        compile(c, "f", "exec")
        print(ascii(c), "ok")
    except SyntaxError as e:
        print(ascii(c), e.msg, e.offset)
