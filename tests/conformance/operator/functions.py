# The native module _operator: operators as functions.
import _operator as o
class Seq:
    def __init__(self, *items): self.items = items
    def __getitem__(self, i): return self.items[i]
    def __len__(self): return len(self.items)
    def __add__(self, other): return "added"
class V:
    def __iadd__(self, other): return "iadd"
    def __matmul__(self, other): return "matmul"
    def __imatmul__(self, other): return "imatmul"
    def __index__(self): return 7
    def __eq__(self, other): return "eq"
    def __bool__(self): return False
v = V()
for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "lshift", "rshift", "and_", "or_", "xor", "pow"):
    f, g = getattr(o, name), getattr(o, "i" + name.rstrip("_"))
    print(name, f(13, 3), g(13, 3), f.__doc__, g.__doc__, f.__name__, f.__module__, f.__text_signature__)
for name in ("eq", "ne", "lt", "le", "gt", "ge"): print(name, getattr(o, name)(1, 2), getattr(o, name)("b", "a"))
for name in ("neg", "pos", "abs", "inv", "invert", "not_", "truth", "index", "is_none", "is_not_none"): print(name, getattr(o, name)(-5))
print(o.iadd(v, 1), o.matmul(v, 1), o.imatmul(v, 1), o.index(v), o.eq(v, 1), o.not_(v), o.truth(v), o.is_(v, v), o.is_not(v, v))
a = [1]; print(o.iadd(a, [2]) is a, a, o.concat([1], [2]), o.concat("a", "b"), o.concat((1,), (2,)), o.iconcat(a, (3,)), a, o.concat(Seq(1), Seq(2)), o.iconcat(Seq(1), Seq(2)))
print(o.contains([1, 2], 2), o.contains("abc", "b"), o.countOf([1, 1.0, True, 2], 1), o.countOf("banana", "a"), o.indexOf([1, 2], 2), o.indexOf(Seq(4, 5), 5))
d = {}; print(o.setitem(d, 1, 2), d, o.getitem(d, 1), o.delitem(d, 1), d, o.getitem("abc", slice(1, None)))
print(o.length_hint([1, 2]), o.length_hint(iter([1, 2, 3])), o.length_hint(1), o.length_hint(1, 5), o.length_hint(1, -5), o.length_hint(Seq(1)))
print(o.call(max, 1, 2), o.call(dict, a=1), o._compare_digest("a", "a"), o._compare_digest("a", "ab"), o._compare_digest(b"a", bytearray(b"a")), o._compare_digest(b"a", b"b"))
i = o.itemgetter(1); print(i, i([5, 6]), i("ab"), i({1: 2}), o.itemgetter(0, -1)("abc"), o.itemgetter(slice(0, 1))([5, 6]), o.itemgetter(1, "a"), i.__reduce__(), o.itemgetter(1, 2).__reduce__())
g = o.attrgetter("real"); print(g, g(5), o.attrgetter("real.imag", "imag")(5), o.attrgetter("real.imag", "imag"), o.attrgetter("a", "b").__reduce__())
m = o.methodcaller("split", "-"); print(m, m("a-b"), o.methodcaller("split", sep="-", maxsplit=1)("a-b-c"), o.methodcaller("split", "-", maxsplit=1), o.methodcaller("split"), m.__reduce__(), o.methodcaller("split", "-", maxsplit=1).__reduce__())
print(type(i), type(g), type(m), sorted([(2, "a"), (1, "b")], key=o.itemgetter(1)), list(map(o.methodcaller("upper"), "ab")), o.itemgetter.__text_signature__)
r = o.itemgetter(1); l = [r]; q = o.itemgetter(l); l[0] = q; print(q)
print(sorted(n for n in dir(o) if not n.startswith("__")))
