"""`for a, b in ...` over zip, enumerate and dict items: every kind of target, source and error."""
import sys

for a, b in zip([1, 2, 3], "xyz"):
    print(a, b)
for i, c in enumerate("ab"):
    print(i, c)
for i, c in enumerate("ab", 2 ** 63 - 1):
    print(i, c)
for k, v in {"a": 1, "b": 2}.items():
    print(k, v)
for k, v in zip((1, 2), {3: 4, 5: 6}):
    print(k, v)
for i, (a, b) in enumerate(zip([1, 2], [3, 4])):
    print(i, a, b)
for (a, b), c in zip({1: 2, 3: 4}.items(), range(5)):
    print(a, b, c)
for a, *b in zip([1, 2], [3, 4]):
    print(a, b)
for a, in zip([1, 2]):
    print(a)
for a, b, c in zip([1], [2], [3]):
    print(a, b, c)
for pair in enumerate("z"):
    print(pair)
for [a, b] in zip("p", "q"):
    print(a, b)


class Target:
    pass


t = Target()
items = [0, 0]
for t.x, t.y in enumerate("mn"):
    print(t.x, t.y)
for items[0], items[1] in zip("uv", "wx"):
    print(items)
for a, a in zip("12", "34"):
    print(a)
for x, y in enumerate(y for y in "gh"):
    print(x, y)
print([a + b for a, b in zip("ab", "cd")], {a: b for a, b in enumerate("xy")}, {b for a, b in {1: 2}.items()})
print(list(a * b for a, b in zip([1, 2], [3, 4])), sum(i * v for i, v in enumerate([5, 6, 7])))


def broken():
    yield 1
    raise KeyError("source")


for make in (lambda: zip(broken(), [1, 2]), lambda: zip([1, 2], broken()), lambda: enumerate(broken())):
    try:
        for a, b in make():
            print("got", a, b)
    except KeyError as e:
        print(repr(e), e.__traceback__.tb_next.tb_frame.f_code.co_name)
for make in (lambda: zip([1], [2], [3]), lambda: zip([1]), lambda: ["abc"], lambda: [5], lambda: zip()):
    try:
        for a, b in make():
            print("got", a, b)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
try:
    for a, b, c in zip([1], [2]):
        pass
except ValueError as e:
    print(e)
for make in (lambda: zip([1, 2], [3], strict=True), lambda: zip([1], [3, 4], strict=True)):
    try:
        for a, b in make():
            print("got", a, b)
    except ValueError as e:
        print(e)
d = {1: 2, 3: 4}
try:
    for k, v in d.items():
        print(k, v)
        d[k + 5] = v
except RuntimeError as e:
    print(e)
d = {1: 2, 3: 4}
for k, v in d.items():
    d[k] = v * 2
print(d)


class Zip(zip):
    def __next__(self):
        return "sub", super().__next__()


class Enum(enumerate):
    pass


class Items(dict):
    def items(self):
        return [("own", "items")]


for a, b in Zip([1], [2]):
    print(a, b)
for a, b in Enum("e"):
    print(a, b)
for a, b in Items(x=1).items():
    print(a, b)
for a, b in dict.items(Items(x=1)):
    print(a, b)


class Dropped:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("dropped", self.name)


def loop():
    for i, o in enumerate(Dropped(n) for n in "abc"):
        print(i, o.name)
    print("end of loop", i, o.name)


loop()


def both():
    for o, p in zip((Dropped("l%d" % i) for i in range(2)), (Dropped("r%d" % i) for i in range(2))):
        print(o.name, p.name)


both()


def uneven():
    # The first iterator is one item ahead when the second ends.
    it = iter([1, 2, 3])
    for a, b in zip(it, "x"):
        print(a, b)
    print(next(it))
    gone = iter([])
    for a, b in zip([1], gone):
        print("never")


uneven()
