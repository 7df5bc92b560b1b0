class I(int):
    def __new__(cls, v, extra=None):
        self = super().__new__(cls, v)
        self.extra = extra
        return self

    def __add__(self, o): return I(int(self) + o, "sum")


i = I(5, "e")
print(i, i.extra, i + 1, (i + 1).extra, type(i * 2).__name__, i == 5, {5: "x"}[i], isinstance(i, int), repr(i), hash(i) == hash(5))


class L(list):
    def __init__(self, *a):
        super().__init__(a)
    def __getitem__(self, k):
        return "item", super().__getitem__(k)
    def __len__(self): return 99


l = L(1, 2, 3)
l.append(4)
l.attr = "x"
print(l, l[0], len(l), list(l), l.attr, l == [1, 2, 3, 4], type(l + [5]).__name__, type(l.copy()).__name__, type(l[:]).__name__, sorted(l))


class D(dict):
    def __setitem__(self, k, v): super().__setitem__(k, [v])
    def __getitem__(self, k): return "got", super().__getitem__(k)


d = D(a=1)
d["b"] = 2
d.update(c=3)
print(d, d["b"], d.get("b"), {**d}, dict(d), list(d.values()))


class S(str):
    def __str__(self): return "custom"
    def upper(self): return "UP"


s = S("text")
print(s, repr(s), s.upper(), s + "x", type(s + "x").__name__, f"{s}", "%s" % s, "".join([s]), s == "text", {s: 1}["text"], type(s.lower()).__name__, type(str(s)).__name__)


class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    @property
    def first(self): return self[0]


t = T(1, 2)
print(t, t.first, t + (3,), type(t[:]).__name__, T(*t) == t, hash(t) == hash((1, 2)))


class F(float):
    def __repr__(self): return "F!"


class B(bytes): pass
class FS(frozenset): pass
class ST(set):
    def add(self, x): super().add(x * 2)
class X(Exception):
    def __init__(self, a, b): super().__init__(a); self.b = b


f = F(1.5)
print(f, f + 1, [f], B(b"ab"), B(b"ab") + b"c", FS([1]) | {2}, type(FS([1]) | {2}).__name__, X(1, 2).args, X(1, 2).b, repr(X(1, 2)))
st = ST([1]); st.add(5); print(st, st | {1}, type(st | {1}).__name__, type(st.copy()).__name__)
class Bool2(int):
    def __bool__(self): return False
print(bool(Bool2(5)), not Bool2(5), Bool2(5) and 1)
try:
    class NB(bool): pass
except TypeError as e:
    print(e)
class Ty(type):
    def __call__(cls, *a): return "called", a
class UsesTy(metaclass=Ty): pass
print(UsesTy(1, 2))
