# The native module _collections: deque, defaultdict, _tuplegetter, _count_elements.
import _collections
from _collections import deque, defaultdict, _count_elements, _tuplegetter
print(deque, defaultdict, deque.__module__, deque.__doc__, deque.__text_signature__, _collections.__doc__)
d = deque([1, 2, 3]); d.append(4); d.appendleft(0); print(d, len(d), d[0], d[-1], d[2], bool(d), bool(deque()), d.maxlen)
print(d.pop(), d.popleft(), d, 2 in d, 9 in d, d.count(2), d.index(3), d.index(3, 1), d.index(1, -3, -1))
d.extend("ab"); d.extendleft("xy"); print(d); d.rotate(); print(d); d.rotate(-3); print(d); d.rotate(100); print(d); d.reverse(); print(d); d.remove("a"); print(d)
d.insert(1, "i"); d.insert(-1, "j"); d.insert(100, "k"); d.insert(-100, "l"); print(d); d[0] = "new"; d[-1] = "last"; del d[1]; del d[-2]; print(d, d.copy(), d.__copy__(), d.copy() == d)
m = deque([1, 2, 3, 4], 3); print(m, m.maxlen); m.append(5); print(m); m.appendleft(0); print(m); m.extend([7, 8]); print(m); m.extendleft("ab"); print(m, m.copy(), m + deque([1]), m * 2); m *= 3; print(m); z = deque([1, 2], 0); z.append(3); print(z, list(z))
print(deque(iterable="ab"), deque(maxlen=2), deque("abc", maxlen=None), deque((), True), deque([1]) + deque([2]), deque([1, 2]) * 2, 2 * deque([1]), deque([1]) * 0, deque([1]) * -1)
e = deque([1]); e += [2]; e += e; e *= 2; print(e); e.extend(e); print(len(e)); e.extendleft(deque([5, 6])); print(e); e.clear(); print(e)
for a, b in (([1, 2], [1, 2]), ([1, 2], [1, 3]), ([1], [1, 2]), ([], [])): x, y = deque(a), deque(b); print(x == y, x != y, x < y, x <= y, x > y, x >= y)
print(deque([1]) == [1], list(reversed(deque("abc"))), sorted(deque([3, 1, 2])), sum(deque([1, 2])), [*deque("ab")], tuple(deque([1])))
it = iter(deque([1, 2, 3])); print(type(it), it.__length_hint__(), next(it), it.__length_hint__(), it.__reduce__(), list(it), it.__length_hint__(), next(it, "end")); r = reversed(deque([1, 2])); print(type(r), next(r), r.__reduce__(), list(r))
print(list(_collections._deque_iterator(deque([1, 2, 3]), 1)), list(_collections._deque_reverse_iterator(deque([1, 2, 3]), 1)))
print(deque([1]).__reduce__()[:3], deque([1], 5).__reduce__()[:3]); r = deque([1]); r.append(r); print(r, deque[int])
class D(deque): pass
s = D([1, 2], 5); s.attr = 1; print(s, s.copy(), type(s.copy()), type(s + s), type(s * 2), s.__reduce__()[:3], s.__copy__().maxlen)
s.__init__([7], 1); print(s, s.maxlen)
match deque([1, 2]):
    case [a, b]: print("sequence", a, b)
big = deque(range(1000)); big.rotate(333); print(big[0], big[500], sum(big), [big.popleft() for _ in range(5)], [big.pop() for _ in range(3)], len(big))
q = deque()
for i in range(2000):
    q.append(i)
    if i % 3: q.popleft()
print(len(q), q[0], q[-1])
dd = defaultdict(list); dd["a"].append(1); dd["b"]; print(dd, dd["a"], "c" in dd, dd.get("c"), dd.default_factory, len(dd))
n = defaultdict(int, {1: 2}, a=3); n["x"] += 5; print(n, n == {1: 2, "a": 3, "x": 5}, n.copy(), type(n.copy()), n.__copy__() == n, n.__missing__("m"), n)
print(defaultdict(), defaultdict(None, [(1, 2)]), defaultdict(list) | {3: 4}, {3: 4} | defaultdict(list, {1: 2}), type({3: 4} | defaultdict(list)), defaultdict(int).__reduce__()[:4], list(defaultdict(int, a=1).__reduce__()[4]))
u = defaultdict(int); u |= {1: 2}; u.default_factory = str; print(u, repr(u[5]), u.default_factory, defaultdict[int, str], isinstance(u, dict), defaultdict.__mro__)
class DD(defaultdict):
    __slots__ = ("s",)
    def __missing__(self, key): return key * 2
x = DD(int, a=1); x.s = "slot"; print(x["q"], x, x.s, x.default_factory, type(x.copy()))
class DE(defaultdict): pass
y = DE(list); y.attr = 5; y[1].append(2); print(y, y.attr, y.__dict__, y.default_factory)
f = defaultdict(lambda: f); f[1]; print(repr(f).count("defaultdict"), f[1] is f); g = defaultdict(); g.default_factory = g.copy; print(repr(g).startswith("defaultdict(<bound method"), "..." in repr(g)) if 0 else None
import gc, _weakref
class Obj: pass
o = Obj(); w = _weakref.ref(o); c = defaultdict(lambda: o); o.c = c; del o, c; gc.collect(); print(w())
o = Obj(); w = _weakref.ref(o); c = deque([o]); o.c = c; del o, c; gc.collect(); print(w(), _weakref.ref(deque())())
t = _tuplegetter(1, "doc"); print(t, t.__doc__, t.__get__((5, 6)), t.__get__(None, tuple) is t, t.__reduce__()); t.__doc__ = "new"; print(t.__doc__)
class T(tuple): first = _tuplegetter(0, "Alias"); second = _tuplegetter(1, "Alias")
print(T((7, 8)).first, T((7, 8)).second, T.first)
c = {}; _count_elements(c, "banana"); print(c); _count_elements(c, "ab"); print(c)
class M(dict):
    def get(self, k, d=None): return dict.get(self, k, d) + 10
m = M(); _count_elements(m, "aa"); print(m)
class N(dict): pass
n = N(a=1); _count_elements(n, "aab"); print(n)
