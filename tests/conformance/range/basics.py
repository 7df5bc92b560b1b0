r = range(2, 20, 3)
print(r, list(r), len(r), r[0], r[-1], r[1:3], r[::-1], list(r[::-1]), 5 in r, 6 in r, 5.0 in r, "a" in r, r.index(8), r.count(8), r.count(9), r.start, r.stop, r.step, r == range(2, 18, 3) or r == range(2, 20, 3), range(0) == range(5, 5), hash(range(0)) == hash(range(1, 1)), bool(range(0)), bool(range(1)))
print(range(5), range(1, 5), range(5, 1), range(5, 0, -2), list(range(5, 0, -2)), range(0, 1) == range(0, 5, 10), range(True, 3), list(range(-3, 3)), range(10)[2:8:2], range(10)[-1:-5:-1], range(3).__reduce__()[1], range(10)[100:], repr(range(0, 3, 1)))
b = range(10**20, 10**20 + 10, 3)
print(b, len(b), b[1], list(b), 10**20 + 3 in b, b.index(10**20 + 6), range(2**63, 2**63 + 2)[1], list(reversed(b)), b[::-1], range(-(10**30), 10**30)[0], sum(range(10**6)), max(range(5)), range(10**30)[10**29])
i = iter(range(3)); print(next(i), i.__length_hint__(), list(i), next(i, "end"), type(i).__name__, type(iter(b)).__name__, type(reversed(r)).__name__)
for x in reversed(range(3)): print(x, end=" ")
for x in range(10**18, 10**18 + 2): print(x, end=" ")
print([*range(2)], (*range(2),), dict(zip(range(2), range(2, 4))), tuple(range(3)), set(range(2)), sorted(range(3), reverse=True), [x for x in range(3) for _ in range(x)])
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
print(range(I(3)), list(range(I(1), I(4))), r[I(1)], range(3) == range(0, 3), range(3) != [0, 1, 2], {range(3): 1}[range(0, 3)])
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, s.indices(5), slice(None).indices(3), slice(-1, None, -1).indices(4), slice(5), slice(1, 2) == slice(1, 2), slice(1, 2) < slice(1, 3), repr(slice("a", None)), hash(slice(1, 2)) == hash(slice(1, 2)), "abcdef"[slice(1, 4)], slice(-100, 100).indices(5), slice(3, 1, -1).indices(10))
e = Ellipsis
print(e, type(e), ..., repr(...), ... is Ellipsis, bool(...), [...][0], {...: 1}, str(NotImplemented), None, type(None), repr(None), str(None))
