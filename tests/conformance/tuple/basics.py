t = (1, "a", 2.5)
print(t, t[0], t[-1], t[1:], t[::-1], len(t), t + (4,), t * 2, 2 * (0,), () * 5, t.index("a"), t.count(1), 1 in t, t == (1, "a", 2.5), (1, 2) < (1, 3), (1,) < (1, 0), () < (1,), hash((1, 2)) == hash((1, 2)), hash(()), (1, 2) != (2, 1))
print((), (1,), ((),), (1, (2, (3,))), tuple(), tuple("ab"), tuple([1]), tuple(range(3)), tuple(x for x in "z"), tuple(t) is t, t[:] is t, repr((1,)), str((1, "a")))
a, (b, *c), d = 1, (2, 3, 4), 5
print(a, b, c, d)
d = {(1, 2): "pair", (): "empty", ((1,), 2): "nested"}
print(d[1, 2], d[()], d[(1,), 2], (1, 2) in d, {(1, 2), (1, 2.0)})
l = []
u = (l, l)
l.append(1)
print(u, u[0] is u[1])
r = ([],)
r[0].append(r)
print(r)
try:
    u[0] += [2]
except TypeError as e:
    print(e, u)
i = iter((1, 2, 3))
print(next(i), i.__length_hint__(), list(i), [*(), *(1,)], max((1, 2), (1, 1)), sum((1, 2)), sorted((3, 1)), list(zip((1, 2), "ab")), dict(((1, 2),)), any(()), (lambda *a: a)(1, 2), isinstance((), tuple))
def swap(x, y): return y, x
print(swap(1, 2), swap(*swap(1, 2)), *(1, 2), (1, 2, 3).__contains__(2), (1, 2).__getnewargs__(), (1,).__add__((2,)), (1,).__mul__(2), (1,).__class_getitem__(int))
print(hash((1, "a")) == hash((1, "a")), hash((1,)) != hash((2,)), hash((0, 0)) != hash((0, 0, 0)), hash((1, 2, 3)), hash((-1, 0)), hash((1.5, True, None)) == hash((1.5, 1, None)))
