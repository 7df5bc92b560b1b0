# The errors of dict/views.
d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
d["d"] = 4
for code in ("k[0]", "k.add(1)", "k + k", "k & 5", "hash(k)", "v & v", "k < 5", "[] in k", "([], 1) in i", "k.mapping['z'] = 1", "next(k)", "type(k)()", "len(iter(k))"):
    try:
        print(code, eval(code) if "=" not in code else exec(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
it = iter(d)
d["new"] = 1
it = iter(d.items()); next(it); del d["new"]; d["other"] = 1
e = {}
M = type(type.__dict__)
m = M({"x": 1})
for code in ("m['x'] = 2", "del m['x']", "m.x = 1", "M(5)", "m['nope']", "hash(m)", "m |= {}"):
    try: exec(code); print(code, "ok")
    except Exception as x: print(code, "!!", type(x).__name__, x)
