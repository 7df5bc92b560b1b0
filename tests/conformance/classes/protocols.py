class Seq:
    def __init__(self, *items): self.items = items
    def __len__(self): return len(self.items)
    def __getitem__(self, i):
        print("getitem", i)
        return self.items[i]


s = Seq("a", "b", "c")
print(list(s), "b" in s, "z" in s, list(reversed(s)), s[1:], max(s))
a, *b = Seq(1, 2)
print(a, b)


class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration("value")
        self.n -= 1
        return self.n
    def __length_hint__(self): return 3


print(list(It(3)), sum(It(4)), 2 in It(5), dict(zip(It(2), It(2))), sorted(It(3)), [*It(2)], tuple(It(1)))


class BadIter:
    def __iter__(self): return 5


class NoNext:
    def __iter__(self): return NoNext()


class NoneIter:
    __iter__ = None
    def __getitem__(self, i): return 1


for cls in (BadIter, NoNext, NoneIter, object):
    for f in (iter, list, lambda o: 1 in o, lambda o: [*o], lambda o: (lambda *a: a)(*o), sum):
        try:
            f(cls())
        except TypeError as e:
            print(cls.__name__, e)


class Str:
    def __str__(self): return 5
    def __repr__(self): return None
    def __format__(self, s): return 1
    def __bytes__(self): return "x"
    def __index__(self): return "i"
    def __int__(self): return 1.5
    def __float__(self): return "f"
    def __complex__(self): return 1
    def __len__(self): return 2
    def __dir__(self): return [3, 1, 2]


for f in (str, repr, lambda o: format(o), lambda o: f"{o}", bytes, lambda o: [1][o], int, float, complex, dir, ascii, lambda o: f"{o!r}", lambda o: "%s" % o, print):
    try:
        print(f(Str()))
    except TypeError as e:
        print(e)


class Map:
    def __missing__(self, k): return 1
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
    def __call__(self, *a): return a
    def __reversed__(self): return iter("rev")
    def __sizeof__(self): return 5


m = Map()
m[1] = m[2:3] = 5
del m[1], m["x"]
print(m(1, 2), list(reversed(m)), callable(m), m.__sizeof__())


class D(dict):
    def __missing__(self, k): return k * 2


print(D(a=1)["a"], D()["zz"], D().get("zz"), "zz" in D())
class E:
    def __enter__(self): return self
    def __exit__(self, *a): return True
with E() as e: raise ValueError
i = iter([1, 2, 3])
print(i.__length_hint__(), next(i), i.__length_hint__(), next(iter([]), "default"), list(iter(iter("ab").__next__, "b")))
