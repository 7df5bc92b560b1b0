print([x for x in range(5) if x % 2], {x: x * x for x in range(3)}, {x % 3 for x in range(10)}, list(x for x in "ab"))
print([(x, y) for x in range(3) for y in range(x)], [x for row in [[1, 2], [3]] for x in row if x != 2 if x])
x = "outer"
print([x for x in range(3)], x)
fns = [lambda: i for i in range(3)]
print([f() for f in fns])
print([[j for j in range(i)] for i in range(4)])


class C:
    y = 10
    z = [y for _ in range(2)] if False else "class scope"
    items = [k for k in (y, y + 1)]
    try:
        bad = [y for _ in range(1)]
    except NameError as e:
        bad = str(e)


print(C.z, C.items, C.bad)
print([last := n for n in range(5)], last)
print(any((hit := n) > 3 for n in range(9)), hit)
gen = (print("evaluated", n) or n for n in [print("source") or 1, 2])
print("made")
print(next(gen), list(gen))
try:
    (n for n in 5)
except TypeError as e:
    print(e)


def outer():
    k = 3
    return [k * v for v in range(k)], {k: v for v in range(2)}, sum(k for _ in range(k))


print(outer())
print([a + b for a, b in {1: 2, 3: 4}.items()], [*((i, i) for i in range(2))])
print([i for i in range(10) if i > 2 and i < 8 or i == 9], [i if i else None for i in range(2)])
print({**{k: 1 for k in "ab"}, "c": 3}, dict([(i, j) for i, j in zip("ab", range(2))]))
print([locals_ for locals_ in sorted(k for k in {"p": 1, "q": 2})])
