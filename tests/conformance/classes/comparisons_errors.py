# The errors of classes/comparisons.
class V:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return isinstance(o, V) and self.v == o.v
    def __lt__(self, o): return self.v < o.v if isinstance(o, V) else NotImplemented
    def __le__(self, o): return "le result"
a, b = V(1), V(2)
for expr in ("a < 1", "1 < a", "a > 1", "object() < object()", "1 < 'a'", "[] < ()", "None >= None", "{} < {}", "1j < 2j", "int < str", "len < len"):
    try:
        print(expr, eval(expr))
    except TypeError as e:
        print(expr, "!!", e)
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
class H:
    def __hash__(self): return 2**70
    def __eq__(self, o): return True
class B:
    def __init__(self, r): self.r = r
    def __bool__(self): return self.r
class L:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
class Multi:
    def __lt__(self, o): return [1]
    def __contains__(self, x): return "truthy"
nan = float("nan")
