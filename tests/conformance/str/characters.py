# Loops over text and bytes, equality and membership of characters, subscripts.
def show(*args): print(*[ascii(a) for a in args])

for text in ("", "a", "abc", "h\xe9llo", "\u20ac1", "\U0001f600x", "a\ud800b", "ab\x00c\x7f\x80"):
    out = []
    for ch in text:
        out.append(ch)
    show(out, [c for c in text], list(text), [text[i] for i in range(-len(text), len(text))])
for text in ("abc", "h\xe9"):
    for i in (3, -4, 10**30, "x", None, 1.0, True, False):
        try:
            show(text[i])
        except (IndexError, TypeError) as e:
            print(type(e).__name__, e)

class S(str):
    def __iter__(self): return iter([1, 2])
    def __eq__(self, other): return "eq called"
    def __contains__(self, other): return "contains called"
    def __getitem__(self, i): return "item"
    __hash__ = str.__hash__
s = S("abc")
print([c for c in s], s == "abc", "abc" == s, s != "x", "a" in s, s[0])
if s == "zzz": print("overridden")

class T(str): pass
t = T("abc")
print([c for c in t], t == "abc", "abc" == t, t != "abc", "a" in t, t[0], "a" in T("a"), T("a") in "abc", T("a") == "a")

it = iter("abc")
for c in it:
    print(c, next(it, "end"))
print(list(it), next(it, "over"))
it = iter("abcdef")
next(it)
print(it.__length_hint__(), it.__reduce__()[1:])
it.__setstate__(4)
print(list(it))
it = iter("abc"); next(it); print([x for x in it]); print(it.__reduce__()[1])

# The same one-character object, whatever way it comes.
text = "xy\xe9"
print(all(a is b for a, b in zip(text, [text[0], text[1], text[2]])), "x" is text[0], text[1] is "".join(["y"]))

ch, other, word = "a", "b", "word"
print(ch == "a", ch != "a", ch == other, ch == word, ch == "", "" == "", ch == None, ch != None, ch == 97, ch != b"a")
print("ab"[0] == "ba"[1], "\xe9" == "e\u0301", "\xe9"[0] == "\xc3", "\u20ac" == "\u20ac"[0], "wo" + "rd" == word)
count = 0
for c in "mississippi":
    if c == "s": count += 1
    elif c != "i": count += 100
print(count)
big = "x" * 100
print(big == "x" * 100, big == "x" * 99 + "y", big != "x" * 100)
def order(a, b): return a < b, a <= b, a > b, a >= b, a == b, a != b
print(order("a", "b"), order("b", "a"), order("a", "a"), order("a", "ab"), order("", "a"))

print("a" in "abc", "d" in "abc", "" in "", "" in "abc", "abc" in "abc", "abcd" in "abc", "bc" in "abc", "\xe9" in "h\xe9", "\xe9" in "abc")
print("x" in "a" * 300 + "x", "xy" in "a" * 300 + "xy", "e" not in "hello", "z" not in "hello")
for item in (1, None, b"a", ["a"], ("a",)):
    try:
        print(item in "abc")
    except TypeError as e:
        print(e)
print("a" in ["b", "a"], "a" in ("b",), 1 in [True], 1.0 in (1,), None in [None], "a" in {"a": 1}, "a" in {"a"}, "a" in frozenset("a"))
nan = float("nan")
print(nan in [nan], float("nan") in [nan], nan in (nan,), (1, "a") in [(1, "a")], [1] in [[1]])

class Eq:
    def __init__(self, r): self.r = r
    def __eq__(self, other):
        print("eq", other)
        return self.r
    __hash__ = None
print(1 in [2, Eq(True), 1], 1 in (2, Eq(False), 1), Eq(True) in [5])
try:
    Eq(1) in {1}
except TypeError as e:
    print(e)

total = []
for b in b"\x00\x7f\xff": total.append(b)
for b in b"": total.append(b)
class B(bytes): pass
for b in B(b"xy"): total.append(b)
print(total, [b for b in bytearray(b"ab")])
it = iter(b"abc"); next(it); print(it.__length_hint__(), list(it), next(it, "over"))

# Predicates, case and lines of ASCII and other text.
for t in ("", "a", "A", "1", " ", "aB1", "abc", "ABC", "Abc Def", "abc def", "123", "12 3", " \t\n", "\x1c\x1d", "a_b", "_1", "1_", "x\x7f", "\xe9", "\xc9\xe9", "\u01c5", "\u0661", "\xb2", "\u2167", "\u2028", "they're bill's"):
    show(t, [getattr(t, m)() for m in ("isspace", "isdecimal", "isdigit", "isnumeric", "isalpha", "isalnum", "isprintable", "isidentifier", "islower", "isupper", "istitle", "isascii")],
         t.title(), t.swapcase(), t.capitalize(), t.upper(), t.lower(), t.casefold())
for t in ("", "a", "a\n", "\n", "a\nb", "a\r\nb\r", "a\x0bb\x0cc\x1cd\x1de\x1ef\x1fg", "a\n\nb", "\xe9\nb\x85c\u2028d"):
    show(t.splitlines(), t.splitlines(True))
whole = "no break"
print(whole.splitlines()[0] is whole)

# Joining.
print(",".join([]), ",".join(["a"]), ",".join(("a", "b")), "".join(["a", "\xe9"]), ",".join(c for c in "abc"), "-".join({"k": 1}), ",".join("xyz"))
for bad in ([1], ("a", None), 5, None, ["a", "b", b"c"]):
    try:
        print(",".join(bad))
    except TypeError as e:
        print(e)

# Formatting of what is text already.
class F(str):
    def __format__(self, spec): return "formatted"
    def __str__(self): return "str"
a = "text"
print(f"{a}", f"{a!s}", f"{a!r}", f"{a!a}", f"{a:>6}", f"{F('x')}", f"{F('x')!s}", f"{F('x')!r}", f"{a}{a}", f"{a}" is a)
