class V:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return isinstance(o, V) and self.v == o.v
    def __lt__(self, o): return self.v < o.v if isinstance(o, V) else NotImplemented
    def __le__(self, o): return "le result"


a, b = V(1), V(2)
print(a == b, a != b, a == V(1), a < b, a > b, a <= b, a >= b, a == 1, a != 1)
try:
    hash(a)
except TypeError as e:
    print(e)
print(V.__hash__, a in [V(1)], [V(3), V(1), V(2)].index(V(2)), sorted([V(3), V(1)])[0].v, max(V(1), V(5)).v)


class R:
    def __init__(self, name): self.name = name
    def __eq__(self, o): print("eq", self.name); return NotImplemented
    def __ne__(self, o): print("ne", self.name); return NotImplemented
    def __gt__(self, o): print("gt", self.name); return NotImplemented
    def __lt__(self, o): print("lt", self.name); return NotImplemented
    __hash__ = None


class S(R):
    def __eq__(self, o): print("sub eq"); return NotImplemented


x, y = R("x"), R("y")
print(x == y, x != y, x == S("s"))
try:
    x < y
except TypeError as e:
    print(e)


class H:
    def __hash__(self): return 2**70
    def __eq__(self, o): return True


print(hash(H()) == hash(2**70), len({H(), H()}), {H(): 1}[H()])
for bad in ("'s'", "1.5", "None"):
    cls = type("Bad", (), {"__hash__": lambda self, r=eval(bad): r})
    try:
        hash(cls())
    except TypeError as e:
        print(e)


class B:
    def __init__(self, r): self.r = r
    def __bool__(self): return self.r


class L:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n


print(bool(B(True)), bool(L(0)), bool(L(3)), not L(0))
for bad in (B(1), B("x"), L(-1), L("a"), L(2**100), L(1.0)):
    try:
        print(bool(bad))
    except Exception as e:
        print(type(e).__name__, e)


class Multi:
    def __lt__(self, o): return [1]
    def __contains__(self, x): return "truthy"
print(Multi() < 1, 5 in Multi(), 5 not in Multi())
nan = float("nan")
print(nan == nan, nan in [nan], [nan] == [nan], (nan,) < (nan,))
