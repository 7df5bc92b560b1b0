s = {1, 2, 3}
s.add(4); s.add(1); s.discard(9); s.remove(2); s.update([5, 6], (7,))
print(s, len(s), 5 in s, s.copy() == s, s | {9}, s & {1, 3, 99}, s - {1}, s ^ {1, 100}, s.union([8], (9,)), s.intersection([1, 3], {1}), s.difference([1], [3]), s.symmetric_difference([1, 50]), s.isdisjoint({0}), {1} <= s, {1} < s, s >= {1}, s > s, {1, 2} == {2, 1}, s != {1}, s.issubset(range(10)), s.issuperset([1]))
a = {1, 2, 3, 4}
a |= {5}; a &= {1, 2, 5, 9}; a -= {1}; a ^= {2, 7}
print(sorted(a)); a.intersection_update([5, 7]); a.difference_update([7]); a.symmetric_difference_update([1]); print(sorted(a))
print(set(), {1}, frozenset(), frozenset([1]), set("a"), {*()}, repr({"x"}), str(set()), bool(set()), {1, 1.0, True}, set([1, 2]) == frozenset([2, 1]), hash(frozenset([1, 2])) == hash(frozenset([2, 1])), {frozenset([1])})
f = frozenset([1, 2])
print(f | {3}, type(f | {3}).__name__, type({3} | f).__name__, f & {1}, f - {1}, f.union([5]), f.copy() is f, frozenset(f) is f, f == {1, 2}, {f: "k"}[frozenset([2, 1])], frozenset("a") in {frozenset("a")}, {1} in {frozenset([1])}, f < {1, 2, 3})
x = {1}
print(x.pop(), x, [*{5}], sum({1, 2, 3}), max({1, 5}), sorted({3, 1, 2}, reverse=True), len({i % 3 for i in range(10)}), list({7}), any({0}), {i for i in range(5) if i % 2} == {1, 3}, {*range(3), *[2, 3]} == {0, 1, 2, 3})
y = {1, 2, 3}
try:
    for v in y: y.add(v + 10)
except RuntimeError as e: print(e)
it = iter({1, 2}); print(it.__length_hint__(), next(it) in (1, 2), type(it).__name__)
class H:
    def __init__(self, n): self.n = n
    def __hash__(self): return hash(self.n)
    def __eq__(self, o): return isinstance(o, H) and self.n == o.n
print(len({H(1), H(1), H(2)}), H(2) in {H(2)}, {H(1)} == {H(1)}, {H(1)} - {H(1)} == set(), {H(3)} & {H(3), H(4)} == {H(3)})
big = set(range(10000))
big -= set(range(0, 10000, 3))
print(len(big), 3 in big, 4 in big, sum(big), len(big & set(range(100))), len(big ^ set(range(50))), big.issuperset({1, 2, 4}), min(big), max(big))
class S(set): pass
print(S([1]), type(S([1]) | {2}).__name__, repr(S()), S([1]) == {1}, type(S([1]).union([2])).__name__)
z = {1}; z |= z; z &= z; z -= z; print(z, set(range(5)) & set(range(3, 9)) == {3, 4}, {1, 2} ^ {1, 2})
class FS(frozenset): pass
print(FS([1]), type(FS([1]) & {1}).__name__, FS() == frozenset())
