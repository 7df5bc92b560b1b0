s = "Hello, World"
print(s.upper(), s.lower(), s.swapcase(), s.title(), s.capitalize(), s.casefold(), "ß".casefold(), "ß".upper(), "ŉ".upper(), "İ".lower(), "Σς".lower(), "ΑΣ".lower(), "ǆ".title(), "they're".title())
print(s.find("o"), s.find("o", 5), s.find("o", 5, 7), s.rfind("o"), s.index("W"), s.rindex("l"), s.find(""), s.find("", 20), s.rfind(""), s.count("l"), s.count(""), "aaa".count("aa"), s.find("zz"), s.count("o", -5))
print("a,b,,c".split(","), " a  b ".split(), "a b c".split(None, 1), "a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), " a b ".rsplit(maxsplit=1), "".split(), "".split(","), "abc".split("bc"), "a\u2003b\x1cc".split(), "aXbXc".split("X", 0), " x ".split(" "))
print("a\nb\r\nc\rd\x0be\u2028f".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n".splitlines(), "a=b=c".partition("="), "a=b=c".rpartition("="), "abc".partition("z"), "abc".rpartition("z"))
print(repr("  x ".strip()), repr(" x ".lstrip()), repr(" x ".rstrip()), "xxaxx".strip("x"), "abcba".strip("ab"), "mississippi".lstrip("mis"), repr("\u3000x\t\n".strip()), "abc".removeprefix("ab"), "abc".removesuffix("bc"), "abc".removesuffix("x"))
print("a".center(5, "*"), "ab".center(5), "a".ljust(3, "-") + "|", "a".rjust(3) + "|", "-5".zfill(5), "+x".zfill(4), "".zfill(2), "abc".zfill(2), "a\tb\tc".expandtabs(4), "\t".expandtabs(0) == "", "ab\tc\nd\te".expandtabs())
print("aXbX".replace("X", "yy"), "aaa".replace("a", "b", 2), "abc".replace("", "-"), "".replace("", "x"), "abc".replace("b", ""), "aaa".replace("aa", "b", -1), "abc".replace("", "-", 2))
print("abc".startswith("ab"), "abc".startswith(("x", "a")), "abc".startswith("b", 1), "abc".endswith("bc"), "abc".endswith(("c", "d"), 0, 2), "".startswith(""), "abc".startswith("", 5), "abc".startswith(()))
print("-".join("abc"), "".join([]), ",".join(["a"]), ", ".join(str(i) for i in range(4)), "x".join({"k": 1}), "ab".join(("1", "2", "3")))
print("abc".translate({97: "X", 98: None, 99: 0x41}), "abc".translate(str.maketrans("ab", "xy", "c")), str.maketrans({"a": 1, 98: "z"}), "abc".translate({}), "a€".translate({0x20AC: "EUR"}))
for m in ("isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isspace", "isupper", "islower", "istitle", "isidentifier", "isprintable", "isascii"):
    print(m, [getattr(t, m)() for t in ("", "abc", "ABC", "Abc", "123", "²", "½", "a1", " ", "\n", "é", "x y", "_x", "1x", "Ⅷ", "ǅ", "\u200b", "日本", "\ud800")])
print(s.encode(), "é€😀".encode("utf-8"), "é".encode("latin-1"), "a".encode("utf-16"), "a€".encode("utf-16-le"), "a".encode("utf-32-be"), "é€".encode("ascii", "ignore"), "é€".encode("ascii", "replace"), "é€😀".encode("ascii", "backslashreplace"), "é€".encode("ascii", "xmlcharrefreplace"), "\ud800".encode("utf-8", "surrogatepass"), "é".encode("ascii", "namereplace"))
