print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate([], start=2)), list(zip([1, 2], "ab")), list(zip()), list(zip([1])), list(zip([1, 2], [3])), list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [3, 4, 5])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, range(4))), list(reversed([1, 2])), list(iter([1])), sum(map(int, "123")))
for a in (([1, 2], [3]), ([1], [2, 3]), ([1, 2], [3, 4], [5])):
    try: print(list(zip(*a, strict=True)))
    except ValueError as e: print(e)
try: print(list(map(lambda a, b: a, [1, 2], [1], strict=True)))
except ValueError as e: print(e)
e = enumerate("xy"); print(next(e), next(e), next(e, None), iter(e) is e, type(e).__name__, repr(e).startswith("<enumerate object at"))
it = iter(lambda: next(c), 3); c = iter([1, 2, 3, 4]); print(list(it), type(it).__name__)
n = iter([1]); print(next(n), next(n, "default"))
try: next(n)
except StopIteration as x: print("StopIteration", x.args)
print(all([1, 2]), all([]), all([0]), any([]), any([0, 1]), sum([1, 2.5]), sum([], 5), sum([[1]], []), sum(("a",), start=()) if False else "skip", min(3, 1, 2), max("b", "a"), min([1], default=0), max([], default="d"), min([3, -4], key=abs), max({"a": 1, "b": 0}), sum(range(101)), sum([True, 1.5, 2j]))
class It:
    def __iter__(self): yield from (3, 1, 2)
    def __reversed__(self): return "rev"
    def __len__(self): return 3
print(sorted(It()), max(It()), list(It()), tuple(It()), reversed(It()), sum(It()), set(It()) == {1, 2, 3}, list(zip(It(), It())), [*enumerate(It())], 2 in It(), "".join(map(str, It())), dict(zip("abc", It())))
def boom():
    yield 1
    raise ValueError("boom")
for f in (list, sum, max, sorted, tuple, set, lambda g: list(map(str, g)), lambda g: list(zip(g)), lambda g: [*g], any if False else all, lambda g: dict.fromkeys(g), lambda g: "".join(str(x) for x in g), enumerate, lambda g: list(enumerate(g))):
    try: print(f(boom()) if f is not enumerate else "lazy")
    except ValueError as x: print(x)
m = map(print, [1, 2]); print("lazy map", type(m).__name__); next(m)
z = zip(iter([1, 2, 3]), iter([1])); print(list(z), list(z))
shared = iter(range(6)); print(list(zip(shared, shared)), list(zip(*[iter("abcdef")] * 3)))
f = filter(lambda x: x % 2, range(6)); print(next(f), list(f), f.__next__ is not None, iter(f) is f)
print(list(map(None.__class__, [])) if False else "skip", [*map(lambda *a: a, "ab", "cd", "ef")], list(map(pow, [2, 3], [3, 2])), list(filter(str.isalpha, "a1b")), max(enumerate([5, 9, 2]), key=lambda t: t[1]))
