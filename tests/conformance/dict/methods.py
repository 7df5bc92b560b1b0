d = {"a": 1, "b": 2}
d["c"] = 3; d["a"] = 10
print(d, len(d), d["b"], d.get("z"), d.get("z", 0), "a" in d, list(d), list(d.keys()), list(d.values()), list(d.items()), d.pop("b"), d.pop("zz", None), d.setdefault("s", []), d.setdefault("a"), d)
d.update({"x": 1}, y=2); d.update([("p", 1), ["q", 2]]); d |= {"r": 9}; d |= [("t", 8)]
print(d, d.popitem(), d.copy() == d, {**d, "a": 0} != d, d | {"new": 1}, {1: 1} | {1: 2})
print(dict(), dict(a=1), dict([(1, 2)]), dict({"k": "v"}, z=1), dict(zip("ab", [1, 2])), dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), {1: "int", 1.0: "float", True: "bool"}, {(1, 2): 3}, {None: 1}, {i: i * i for i in range(3)})
del d["x"]
d.clear(); print(d, bool(d))
print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {1: 2} == {1: 2.0}, {1: 1} != {1: 2}, {} == [], {1: {2: 3}} == {1: {2: 3}})
d = {i: str(i) for i in range(6)}
for action in ("d[100] = 1", "del d[5]", "d.clear()", "d.update({200: 1})"):
    try:
        for k in d: exec(action)
        print(action, "no error")
    except RuntimeError as e:
        print(action, e)
d = {1: 1, 2: 2}
for k in d: d[k] = k * 10
print(d)
for k in list(d): del d[k]
print(d)
d = {"z": 1, "y": 2, "x": 3}
del d["z"]; d["z"] = 4
print(d, list(reversed(d)), list(reversed(d.items())), next(iter(d)), list(d.keys())[0], min(d), max(d, key=d.get), sorted(d.items(), key=lambda kv: kv[1]), sum(d.values()))
r = {}; r["self"] = r; r["list"] = [r]; print(r); r.clear()
class H:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, o): return self.n == o.n
    def __repr__(self): return f"H{self.n}"
h = {H(i): i for i in range(5)}
print(h, h[H(3)], H(9) in h, h.pop(H(0)), h)
class Bad:
    def __hash__(self): return 1
    def __eq__(self, o): raise ValueError("eq fails")
try: {Bad(): 1, Bad(): 2}
except ValueError as e: print(e)
big = {}
for i in range(3000): big[i] = i; big[str(i)] = i
for i in range(0, 3000, 2): del big[i]
print(len(big), big["2999"], 1 in big, 2 in big, list(big)[:4], sum(v for k, v in big.items() if isinstance(k, int)))
print(str({"k": "v", 1: [2], None: (3,)}), repr({}), f"{ {'a': 1} }", dict(a=1, **{"b": 2}), {"a": 1}.items() == {"a": 1}.items())
