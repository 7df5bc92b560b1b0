log = []
def e(v):
    log.append(v)
    return v
def show(label):
    print(label, log)
    log.clear()
class R(dict):
    def __setitem__(self, k, v): log.append(("set", k, v)); super().__setitem__(k, v)
    def __getitem__(self, k): log.append(("get", k)); return super().__getitem__(k)
e(1) + e(2) * e(3); show("binary")
[e(1), e(2)]; {e("k"): e("v"), e("k2"): e("v2")}; (e(3), e(4)); show("displays")
(lambda *a, **k: None)(e(1), *[e(2)], e(3), k=e(4), **{"m": e(5)}); show("call")
r = R()
r[e("key")] = e("value"); show("setitem")
r[e("a")] = r[e("b")] = e(0); show("chained")
r[e("a")] += e(5); show("augmented")
(e(1) if e(0) else e(2)); show("conditional")
e(1) < e(0) < e(5); show("comparison chain")
e(0) or e(1) and e(2); show("boolean")
x, r[e("t")] = e(1), e(2); show("tuple target")
def deco(n):
    log.append(f"deco {n}")
    def apply(f): log.append(f"apply {n}"); return f
    return apply
@deco(e(1))
@deco(e(2))
def f(a=e("default"), *, k=e("kwdefault")) -> e("annotation"): pass
show("def")
class Base: pass
class C((e("base"), Base)[1], metaclass=(e("meta"), type)[1]): x = e("body")
show("class")
[e((i, j)) for i in range(2) for j in range(2) if e(j)]; show("comprehension")
{e(k): e(-k) for k in range(2)}; show("dict comprehension")
for r["loop"] in e([1, 2]): e("body")
show("for")
f"{e(1)}{e(2):{e(3)}}"; show("f-string")
try: e(1)
except (e("never"), ValueError): pass
else: e("else")
finally: e("finally")
show("try")
assert e(1), e("message"); show("assert")
e([1, 2, 3])[e(0):e(2):e(1)]; show("slice")
e(lambda: e("called"))(); log[0] = "lambda"; show("callee")
del r[e("a")], r[e("b")]; show("del")
(y := e(1), e(2)); show("walrus")
e(2) ** -e(1); show("power")
not e(0); -e(1); show("unary")
print(e(1), e(2), sep=e("-")); show("print")
