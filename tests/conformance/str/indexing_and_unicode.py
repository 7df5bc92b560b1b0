s = "aé€😀z"
print(len(s), s[0], s[1], s[3], s[-1], s[1:4], s[::-1], s[::2], s[10:], s[-2:], s[3:1], list(s), s[slice(1, None, 2)])
print([hex(ord(c)) for c in s], chr(0x1F600), chr(0), ord("\U0010ffff"), max(s), min(s), sorted(s), "😀" in s, "é€" in s, s.find("😀"), s.index("z"), s.rfind("é"), s.count("€"))
print(s == "aé€😀z", s < "b", "a" < "é" < "€" < "😀", "Z" < "a", "" < "a", "abc" < "abd", "ab" < "abc", "\uffff" < "😀", hash(s) == hash("aé€😀z"))
print(s * 2, 2 * "ab", "ab" * 0, "ab" * -1, s + "!", "a" "b" + "c", s.upper(), s.title(), repr(s), ascii(s))
print(repr("\n\t\r\\'\""), repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("\x00\x1f\x7f\x80\xa0\xad"), repr("\u2028\ue000\ud800\U000e0001"), repr("é"), repr("日本\u3000"))
print(str(), str(5), str(None), str([1, "a"]), str(b"ab", "utf-8"), str(b"\xff", "latin-1"), str(b"\xff", "utf-8", "replace"), str(b"ab"), str(object=3), str(bytearray(b"x"), errors="strict"))
a = "x" * 1000
b = ""
for _ in range(1000):
    b += "x"
print(a == b, len(b), a is b, "abc" is "abc" if False else "skip", a.isascii())
parts = []
for ch in "héllo":
    parts.append(ch)
print("".join(parts) == "héllo", "".join(reversed("héllo")), [*enumerate("né")], dict(zip("ab", "cd")), set("aab") == {"a", "b"}, tuple("né"), any(c == "é" for c in "né"))
print("e\u0301" == "é", len("e\u0301"), "ﬁ".upper(), "ß".isupper(), "Å" == "Å")
long = "ab€" * 500
print(long[700], long[701], long.count("€"), long.find("€b") , long.rfind("b€a"), long[-1], long[300:310], len(long.encode()), long.replace("€", "E")[:9], long.split("€")[:3], len(long.split("b")))
for i in range(0, len(s)): print(i, s[i:], s[:i], s[-i:] , end="; ")
print()
ident_é = 1
ﬁ = 2  # NFKC: fi
print(ident_é, fi, sorted(k for k in globals() if k in ("fi", "ﬁ")))
