def f(*args, **kw):
    return args, kw


print(f(*[1, 2], 3, *"ab", k=1, **{"m": 2}, n=3, **{}))
print(f(**{"a": 1}, b=2), f(*(), **{}), f(*range(3)), f(*{1: 2}))
print([*[1], *(2,), *{3}], (*"ab",), {*[1, 1]}, {**{"a": 1}, "a": 2, **{"b": 3}})


class Keys:
    def keys(self):
        return ["x", "y"]

    def __getitem__(self, k):
        return k * 2


print(f(**Keys()), {**Keys()})
a = [1, 2]
b = *a, 3
print(b)


def g():
    return *a, *b


def h():
    yield *a, 0


print(g(), list(h()))
for x in *a, *b:
    print(x, end=" ")
print()
print(f(x for x in range(2))[0][0].__class__.__name__, f(*(x for x in range(2))))
print(f(1, *[2], *[3], x=1, *[4]), f(k=1, *[2]))
