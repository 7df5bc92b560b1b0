# The errors of set/methods.
s = {1, 2, 3}
s.add(4); s.add(1); s.discard(9); s.remove(2); s.update([5, 6], (7,))
a = {1, 2, 3, 4}
a |= {5}; a &= {1, 2, 5, 9}; a -= {1}; a ^= {2, 7}
f = frozenset([1, 2])
for code in ("set().pop()", "set().remove(1)", "{1}.remove([])", "{[]}", "{1}.add({})", "set(5)", "{1} | [1]", "{1} & 5", "{1} < [1]", "{1} + {2}", "hash(set())", "f.add(1)", "{1}[0]", "{1}.update(5)", "{1}.union(5)", "set([[1]])", "{1}.nope", "{1} ^ 'a'", "frozenset(5)", "[] in {1}", "{1}.discard([])", "set(x=1)", "{1}.isdisjoint(5)", "{1} > 5", "{1}.intersection_update(5)"):
    try: print(code, eval(code))
    except Exception as e: print(code, "!!", type(e).__name__, e)
x = {1}
y = {1, 2, 3}
class H:
    def __init__(self, n): self.n = n
    def __hash__(self): return hash(self.n)
    def __eq__(self, o): return isinstance(o, H) and self.n == o.n
big = set(range(10000))
big -= set(range(0, 10000, 3))
class S(set): pass
class FS(frozenset): pass
