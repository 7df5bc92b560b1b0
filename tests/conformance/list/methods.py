l = [3, 1, 2]
l.append(4); l.extend((5, 6)); l.insert(0, 0); l.insert(100, "end"); l.insert(-1, "pre")
print(l, l.pop(), l.pop(0), l.pop(-2), l, l.index(2), l.count(1), l.copy() == l, l.copy() is l)
l.remove(1); l.reverse(); print(l)
l[1:1] = "ab"; l[:0] = [9]; l[-1:] = []; del l[1], l[0:1]; print(l)
l *= 2; l += (7,); l += "z"; print(l, l * 0, [0] * 3, 2 * [1, 2], l[::-1][:3], [1] + [2])
l.clear(); print(l, bool(l))
a = list(range(10)); a[::2] = "abcde"; print(a); a[::-3] = [0, 0, 0, 0]; print(a); del a[::4]; print(a); a[2:5] = []; print(a); a[1:2] = range(3); print(a); a[5:2] = ["ins"]; print(a); a[:] = a[::-1]; print(a)
try:
    x = [1, 2, 3, 4]; x[::2] = [1]
except ValueError as e: print(e)
try:
    x[0:1] = 5
except TypeError as e: print(e)
print([1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 0], [] < [1], [1, 2] != [1], [[1], 2] == [[1.0], 2], [1, [2, [3]]] == [1, [2, [3]]], 1 in [1.0], None in [None])
r = [1]; r.append(r); print(r, r[1] is r, repr([r]), str(r)); r.clear()
print(list(), list("ab"), list((1,)), list({1: 2}), list(x for x in range(2)), list(range(3, 0, -1)), [*map(str, [1])], [1, 2, 3][True], list(reversed([1, 2])))
i = iter([1, 2, 3]); next(i); print(list(i), list(i), next(i, "done"), i.__length_hint__())
g = [1, 2, 3]
for v in g:
    if v < 6: g.append(v + 3)
print(g)
for v in g: g.remove(v)
print(g)
nested = [[0] * 2 for _ in range(2)]; nested[0][0] = 1; shared = [[0] * 2] * 2; shared[0][0] = 1; print(nested, shared)
print(sum([[1], [2]], []), max([3, 1]), min(["b", "a"]), any([0, 1]), all([]), len([None] * 5), sorted([3, 1, 2], reverse=True), [1, 2, 3, 4][-3:-1])
