# The errors of str/indexing_and_unicode.
s = "aé€😀z"
for code in ("s[5]", "s[-6]", "s['a']", "s[1.0]", "s + 1", "1 + s", "s * 'a'", "s - 'a'", "s < 1", "1 in s", "s[0] = 'x'", "del s[0]", "s.nope", "s()", "chr(0x110000)", "ord('')", "ord(s)", "'a' * 10**18"):
    try:
        print(code, eval(code) if "=" not in code and "del" not in code else exec(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
a = "x" * 1000
b = ""
parts = []
long = "ab€" * 500
ident_é = 1
ﬁ = 2  # NFKC: fi
