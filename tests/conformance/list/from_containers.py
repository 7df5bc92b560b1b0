# Lists of whole containers and views, conditions on containers, comparisons of texts and tuples.
d = {"a": 1, "b": 2, 3: None}
del d["b"]
d["c"] = 4
print(list(d), list(d.keys()), list(d.values()), list(d.items()), tuple(d), tuple(d.items()), sorted(d.items(), key=str), [*d], [*d.values()])
s = set("x")
print(list(s), list(frozenset(s)), sorted({3, 1, 2}), list({}), list(set()), list(""), list({}.items()))
print(list("abc"), list("h\xe9"), tuple("xy"), sorted("hello"), [*"ab"], list(b"ab"))
xs = [0]
xs.extend(d); xs.extend("pq"); xs += d.values(); xs += {9}
print(xs)
xs = []
xs.extend({})
xs.extend("")
print(xs)
a, *b = d
print(a, b)
a, *b = "text"
print(a, b)
pairs = list(d.items())
pairs2 = list(d.items())
print(pairs[0] is not pairs2[0], pairs == pairs2, all(type(p) is tuple for p in pairs))

class D(dict):
    def __iter__(self): return iter(["own"])
    def keys(self): return ["own keys"]
class S(str):
    def __iter__(self): return iter(["own"])
class T(set):
    def __iter__(self): return iter(["own"])
class F(frozenset):
    def __iter__(self): return iter(["own"])
class L(list):
    def __iter__(self): return iter(["own"])
print(list(D(a=1)), list(D(a=1).items()), list(D(a=1).values()), list(dict.keys(D(a=1))), list(S("abc")), list(T("a")), list(F("a")), list(L("a")), [*D(a=1)], [*S("x")])
proxy = type(type.__dict__)
print(list(proxy({1: 2})), list(proxy({1: 2}).items()))
class Loud:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
    def __hash__(self): return self.n
d = {Loud(1): Loud(2)}
xs = list(d.items())
d.clear()
print(xs[0][0].n, xs[0][1].n)
xs = None
print("gone")

def truth(x):
    if x: return "true"
    return "false"
def negated(x):
    return not x, bool(x), "y" if x else "n", (x and 1), (x or 2)
class E(dict):
    def __bool__(self): return False
class G(tuple):
    def __len__(self): return 0
    def __new__(cls, *a): return tuple.__new__(cls, a)
for x in ({}, {1: 2}, (), (0,), set(), {1}, frozenset(), "", "a", b"", [], [0], E(a=1), G(1), range(0), range(1), None, 0.0, 1j):
    print(truth(x), negated(x)[:3])
i = 0
d = {1: 1, 2: 2}
while d:
    d.popitem()
    i += 1
print(i)

nan = float("nan")
for a, b in (((1, 2), (1, 2)), ((1, 2), (1, 3)), ((1,), (1, 2)), ((), ()), ((nan,), (nan,)), ((nan,), (float("nan"),)), ((1, "a"), (1.0, "a")), ((1, (2,)), (1, (2,))), ((1, [2]), (1, [2])), (("a",), ("a", "b")),
             ("abc", "abd"), ("abc", "ab"), ("", "a"), ("\xe9", "e"), ("\U0001f600", "\uffff"), ("a" * 20, "a" * 19 + "b"), ("a" * 20, "a" * 20), ((None,), (None,)), ((True,), (1,)), ((object,), (object,)), ((1,), [1]), ("1", 1)):
    out = [a == b, a != b]
    if a == b: out.append("eq")
    if a != b: out.append("ne")
    try:
        out += [a < b, a <= b, a > b, a >= b]
        if a < b: out.append("lt")
        if a >= b: out.append("ge")
    except TypeError as e:
        out.append(str(e))
    print(ascii(a)[:30], ascii(b)[:30], out)
t = (nan,)
print(t == t, t != t, nan == nan)
class Eq:
    def __init__(self, r): self.r = r
    def __eq__(self, other):
        print("eq")
        return self.r
print((Eq(True),) == (1,), (1,) == (Eq(False),), (1, Eq(True)) == (2, 5))
if (Eq(0), 1) == (2, 1): print("?")
class P(tuple):
    def __eq__(self, other): return "own"
    __hash__ = None
print(P((1,)) == (1,), (1,) == P((1,)), (1,) != P((1,)))
