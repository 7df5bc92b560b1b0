"""zip, enumerate and dict items use a pair again that nobody else has: nobody may notice."""
kept = list(zip("abc", [1, 2, 3]))
print(kept, list(enumerate("xy")), list({1: 2, 3: 4}.items()))
pairs = zip([1, 2, 3, 4], [5, 6, 7, 8])
first = next(pairs)
second = next(pairs)
print(first, second, first is second)
del first, second
third = next(pairs)
print(third, hash(third) == hash((3, 7)))
del third
fourth = next(pairs)
print(fourth, hash(fourth) == hash((4, 8)), {fourth: 1}[(4, 8)])

for n, pair in enumerate(zip("ab", "cd")):
    print(n, pair, hash(pair) == hash(tuple("%s%s" % pair)))
seen = []
for pair in enumerate([[], {}]):
    seen.append(pair)
print(seen, {(k, v) for k, v in {1: 2}.items()}, [p for p in {"a": 1, "b": 2}.items()])
for k, v in {"a": 1, "b": [2]}.items():
    print(k, v)
for k, v in reversed({"a": 1, "b": [2]}.items()):
    print(k, v)
it = iter({"a": 1, "b": 2}.items())
a = next(it)
b = next(it)
print(a, b, next(it, "end"))
print(max(zip([3, 1, 2], "abc")), min(zip([3, 1, 2], "abc")), sorted(zip([3, 1, 2], "abc")))
print(dict(zip("abc", range(3))), dict(enumerate("abc")))
print([x for x in zip(zip("ab", "cd"), enumerate("xy"))])
print(list(zip()), list(zip("ab")), list(zip("ab", "cd", "ef")), list(zip("ab", "cd", strict=True)))
try:
    list(zip("abc", "ab", strict=True))
except ValueError as e:
    print(e)


class Dropped:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("dropped", self.name)


def make():
    for name in "pqr":
        yield Dropped(name)


for i, item in enumerate(make()):
    print(i, item.name)
    del item
print("end")
d = {1: "one", 2: "two"}
try:
    for k, v in d.items():
        d[k + 10] = v
except RuntimeError as e:
    print(e)
for change in (lambda d: d.pop(1), lambda d: d.clear()):
    d = {1: "one", 2: "two"}
    try:
        for k, v in d.items():
            change(d)
            print(k, v)
    except RuntimeError as e:
        print(e)
