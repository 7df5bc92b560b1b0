d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), "a" in k, 2 in v, ("a", 1) in i, ("a", 2) in i, list(reversed(k)), k == {"a", "b", "c"}, i == {("a", 1), ("b", 2), ("c", 3)}, v == v, d.values() == d.values())
d["d"] = 4
print(k, len(i), k.mapping["d"], type(k.mapping).__name__, type(k).__name__, type(v).__name__, type(i).__name__)
print(sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"}), sorted(k ^ {"a", "z"}), sorted({"a", "q"} & k), k.isdisjoint(["x"]), k <= {"a", "b", "c", "d"}, k < {"a"}, {"a"} <= k, sorted(i & {("a", 1)}), sorted(i - {("a", 1)}), k >= {"a"}, k > {"a"}, k != {"a"})
it = iter(d)
print(next(it), it.__length_hint__(), type(it).__name__, type(iter(v)).__name__, type(iter(i)).__name__, type(reversed(d)).__name__)
d["new"] = 1
try: next(it)
except RuntimeError as e: print(e)
it = iter(d.items()); next(it); del d["new"]; d["other"] = 1
try: print(next(it))
except RuntimeError as e: print(e)
print([x for x in d.items()][0], dict(d.items()) == d, {b: a for a, b in d.items()}, sorted(d.values()), max(d.keys()), [*d], (*d.values(),), list(map(str, d.values())), tuple(zip(d, d.values())))
e = {}
print(e.keys(), e.values(), e.items(), list(e.items()), bool(e.keys()), set(e))
M = type(type.__dict__)
m = M({"x": 1})
print(m, m["x"], len(m), list(m), m.get("y"), "x" in m, m == {"x": 1}, m | {"y": 2}, list(m.items()), m.copy(), type(m).__name__, list(reversed(m)))
