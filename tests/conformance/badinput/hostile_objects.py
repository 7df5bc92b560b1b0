# Objects that lie, mutate what is being walked, or raise from everywhere.
def attempt(g):
    try:
        r = g()
        return type(r).__name__
    except Exception as e:
        return f"{type(e).__name__}: {e}"


l = []
class Evil:
    def __init__(self, n=0): self.n = n
    def __eq__(self, o): l.clear(); return False
    def __lt__(self, o): l.clear(); return True
    def __hash__(self): return 1
    def __repr__(self): l.clear(); return "E"
    def __index__(self): l.clear(); return 0
    def __bool__(self): l.clear(); return True
    def __str__(self): l.clear(); return "S"
    def __iter__(self): l.clear(); return iter([1, 2])
    def __len__(self): l.clear(); return 2


def fill():
    l[:] = [Evil(i) for i in range(5)]
    return l
for g in (lambda: 3 in fill(), lambda: fill().index(3), lambda: fill().count(3), lambda: fill().remove(3), lambda: repr(fill()), lambda: fill() == [1, 2, 3, 4, 5], lambda: fill() < [Evil(), 2], lambda: sorted(fill()), lambda: fill().sort(), lambda: max(fill()), lambda: fill()[Evil()], lambda: fill().pop(Evil()), lambda: fill().insert(Evil(), 1), lambda: any(fill()), lambda: all(fill()), lambda: [x for x in fill() if x], lambda: ",".join(map(str, fill())), lambda: fill().extend(Evil()), lambda: list(filter(None, fill())), lambda: fill()[Evil():], lambda: fill() * Evil(), lambda: {Evil(): 1, Evil(): 2}, lambda: tuple(fill()) == tuple(fill()), lambda: sum(fill()), lambda: [*fill(), *Evil()], lambda: fill().__setitem__(slice(Evil(), None), [1]), lambda: fill().__delitem__(slice(Evil(), None)), lambda: set(fill()), lambda: print(end="", *fill())):
    print(attempt(g))
d = {}
class K:
    def __hash__(self): return 5
    def __eq__(self, o): d.clear(); return False
def dfill():
    d.clear()
    for i in range(3): dict.__setitem__(d, K(), i)
    return d
for g in (lambda: dfill(), lambda: dfill().get(K()), lambda: K() in dfill(), lambda: dfill().pop(K(), 1), lambda: dfill().setdefault(K(), 1), lambda: dfill().update({K(): 1}), lambda: dfill() == {K(): 1, K(): 2, K(): 3}):
    print(attempt(g))
class Lies:
    def __len__(self): return 10**6
    def __length_hint__(self): return 10**18
    def __iter__(self): return iter([1])
class Hint:
    def __init__(self, v): self.v = v
    def __length_hint__(self): return self.v
    def __iter__(self): return iter([1])
for g in (lambda: list(Lies()), lambda: tuple(Lies()), lambda: list(Hint(-1)), lambda: list(Hint("a")), lambda: list(Hint(NotImplemented)), lambda: [].extend(Hint(10)), lambda: bytes(Hint(5)), lambda: len(Hint(1))):
    print(attempt(g))
class Raise:
    def __getattr__(self, n): raise KeyError(n)
    def __del__(self): pass
for g in (lambda: Raise().x, lambda: hasattr(Raise(), "x"), lambda: getattr(Raise(), "x", 1), lambda: iter(Raise()), lambda: [*Raise()], lambda: len(Raise()), lambda: Raise() + 1, lambda: str(Raise())[:5]):
    print(attempt(g))
class T(type):
    def __getattribute__(cls, n): raise ValueError("meta " + n)
    def __eq__(cls, o): raise ValueError("meta eq")
    __hash__ = type.__hash__
class X(metaclass=T): pass
for g in (lambda: X.a, lambda: X == 1, lambda: X(), lambda: isinstance(1, X), lambda: X() + 1, lambda: [X].index(1)):
    print(attempt(g))
