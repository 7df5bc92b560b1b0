print((lambda: 1)(), (lambda x: x)(2), (lambda x, y=2: x + y)(1), (lambda *a: a)(1, 2), (lambda **k: k)(a=1), (lambda x, /, y, *, z: (x, y, z))(1, 2, z=3))
print((lambda x: lambda y: x + y)(1)(2), [f(3) for f in [lambda x, n=n: x * n for n in range(3)]], (lambda *, a=1, **k: (a, k))(b=2))
print(sorted([3, 1, 2], key=lambda x: -x), list(map(lambda a, b: a * b, [1, 2], [3, 4])), (lambda x: x if x else "empty")(0), (lambda: (yield))().__class__.__name__)
f = lambda x: (
    x
    + 1
)
print(f(1), f.__name__, f.__code__.co_argcount, (lambda x: [y for y in range(x)])(3), (lambda: {**{"a": 1}})())
print((lambda a, *b, c=3, **d: (a, b, c, d))(1, 2, c=4, e=5), (lambda x: x.y if False else x)(1), {(lambda: "k")(): 1}, (lambda x: not x)(0), (lambda: 1 if 0 else 2)())
g = lambda: (lambda: (lambda: "deep")())()
print(g(), (lambda f: f(f))(lambda f: 5), (lambda x, y: x < y < 5)(1, 3), [*map(lambda *a: sum(a), [1, 2], [3, 4])])
class C:
    m = lambda self: self.v
    v = 9
print(C().m(), (lambda: __name__)(), (lambda x=(lambda: 7)(): x)())
