# The errors of range/basics.
r = range(2, 20, 3)
b = range(10**20, 10**20 + 10, 3)
for code in ("range()", "range('a')", "range(1.5)", "range(1, 2, 0)", "range(1, 2, 3, 4)", "r[10]", "r[-7]", "r['a']", "r.index(3)", "r[0] = 1", "len(range(10**30))", "range(None)", "r + r", "r < r", "r.x", "r.start = 1", "range(5)()", "hash(r) and r[::0]", "range(x=1)", "range(5)[1.5]", "iter(range(3))[0]"):
    try: print(code, eval(code) if " = " not in code else exec(code))
    except Exception as e: print(code, "!!", type(e).__name__, e)
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
s = slice(1, 10, 2)
for code in ("slice()", "s.start = 1", "s.indices(-1)", "s.indices('a')", "slice(1, 2, 0).indices(5)", "slice('a').indices(5)", "slice(1,2,3,4)", "s[0]"):
    try: print(code, eval(code) if " = " not in code else exec(code))
    except Exception as e: print(code, "!!", type(e).__name__, e)
e = Ellipsis
