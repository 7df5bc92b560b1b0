# What iterators do when their container changes.
def attempt(make, change):
    try:
        return list(change(make()))
    except RuntimeError as e:
        return f"RuntimeError: {e}"
l = [1, 2, 3]
it = iter(l); next(it); l.append(4); l.insert(0, 0); print(list(it), l)
it = iter(l); list(it); l.append(9); print(list(it))
l = [1, 2, 3, 4]; it = iter(l); next(it); del l[:]; print(list(it))
it = reversed(r := [1, 2, 3]); next(it); r.append(9); print(list(it)); it = reversed(r); r.clear(); print(list(it))
d = {1: 1, 2: 2}
def change_size():
    for k in d: d[k + 10] = 1
def delete():
    for k in d: del d[k]
def replace():
    for k in list(d): d[k] = "new"
for f in (change_size, delete, replace):
    d = {1: 1, 2: 2}
    try: f(); print(f.__name__, d)
    except RuntimeError as e: print(f.__name__, e)
d = {1: 1, 2: 2, 3: 3}
it = iter(d); next(it); del d[2]; d[4] = 4
try: print(list(it))
except RuntimeError as e: print(e)
s = {1, 2, 3}
try:
    for x in s: s.discard(x); s.add(x + 100)
    print("no error")
except RuntimeError as e: print(e)
b = bytearray(b"abc"); it = iter(b); next(it); b.append(100); print(list(it)); it = iter(b); b.clear(); print(list(it))
for make in (lambda: iter([1, 2]), lambda: iter((1, 2)), lambda: iter("ab"), lambda: iter({1: 2}), lambda: iter({1}), lambda: iter(range(2)), lambda: iter(b"ab"), lambda: reversed([1]), lambda: enumerate([1]), lambda: zip([1]), lambda: map(str, [1]), lambda: filter(None, [1]), lambda: iter({}.items()), lambda: iter({}.values()), lambda: iter(memoryview(b"a")), lambda: reversed(range(3)), lambda: iter(range(10**20)), lambda: reversed({1: 1}), lambda: iter(int, 0)):
    it = make()
    print(type(it).__name__, iter(it) is it, hasattr(it, "__next__"), hasattr(it, "__length_hint__"), hasattr(it, "__reduce__") and hasattr(it, "__setstate__"), repr(it).split(" at ")[0])
class Seq:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i
class SeqStop(Seq):
    def __getitem__(self, i): raise StopIteration if i else IndexError
print(list(Seq()), list(SeqStop()), 2 in Seq(), [*Seq()])
it = iter([1, 2, 3]); print(it.__length_hint__(), next(it), it.__length_hint__(), it.__reduce__()[1:], list(it), it.__length_hint__(), it.__reduce__()[1:])
it = iter([1, 2, 3]); it.__setstate__(2); print(list(it))
e = enumerate("abc", 5); next(e); print(e.__reduce__()[1][1]); z = zip("ab", [1, 2]); next(z); print(list(z))
g = (x for x in [1]); print(list(zip(g, g)), list(zip(*[iter(range(5))] * 2)))
it = iter(range(3)); print([(a, next(it, None)) for a in it])
class Stop:
    n = 0
    def __iter__(self): return self
    def __next__(self):
        Stop.n += 1
        if Stop.n % 2: raise StopIteration
        return Stop.n
s = Stop(); print(list(s), list(zip(range(3), s)), next(s, "d"))
