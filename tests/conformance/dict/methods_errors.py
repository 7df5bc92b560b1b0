# The errors of dict/methods.
d = {"a": 1, "b": 2}
d["c"] = 3; d["a"] = 10
d.update({"x": 1}, y=2); d.update([("p", 1), ["q", 2]]); d |= {"r": 9}; d |= [("t", 8)]
del d["x"]
for code in ("{}['k']", "{}[1]", "{}[[]]", "{[]: 1}", "{}.pop('k')", "{}.popitem()", "del {}['k']", "dict(5)", "dict([1])", "dict([(1, 2, 3)])", "dict(['ab', 'c'])", "{} + {}", "{} < {}", "{} | []", "[] | {}", "{}.update(5)", "{}.get()", "{}.get([])", "{}.setdefault([])", "hash({})", "dict(**{1: 2})", "dict.fromkeys(5)", "{}.nope", "{1: 2}.keys() + 1", "{}.fromkeys([[]])", "[] in {}", "dict(None)", "{}.update([1, 2])", "{}.update('ab')", "dict([('a',)])"):
    try:
        exec("print(" + code + ")" if not code.startswith("del") else code)
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
d = {i: str(i) for i in range(6)}
d = {1: 1, 2: 2}
d = {"z": 1, "y": 2, "x": 3}
del d["z"]; d["z"] = 4
class H:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): return self.n == o.n
    def __repr__(self): return f"H{self.n}"
h = {H(i): i for i in range(5)}
class Bad:
    def __hash__(self): return 1
    def __eq__(self, o): raise ValueError("eq fails")
big = {}
