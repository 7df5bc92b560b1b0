# Which classes can take each other's place: `__bases__` and `__class__` of classes with all kinds of slots.
class V:
    def __init__(self):
        self.a = 1


class W(V):
    __slots__ = ("s",)


class P0:
    __slots__ = ()


class P1:
    __slots__ = ("q",)


class P2:
    pass


class PW:
    __slots__ = ("__weakref__",)


class PD:
    __slots__ = ("__dict__",)


class PDW:
    __slots__ = ("__dict__", "__weakref__")


class P1b:
    __slots__ = ("q",)


class L(list):
    pass


class LS(list):
    __slots__ = ()


class P00(P0):
    __slots__ = ()


class VV(V):
    __slots__ = ()


bases = [object, V, W, P0, P1, P2, PW, PD, PDW, P1b, L, LS, P00, VV, int, list, Exception, ValueError, OSError, KeyError]
kinds = [{}, {"__slots__": ()}, {"__slots__": ("z",)}, {"__slots__": ("__dict__",)}]


def make(base, kind):
    try:
        return type("K", (base,), dict(kind))
    except TypeError:
        return None


def told(e):
    return str(e).replace("assignment: ", "").replace("object layout differs", "layout").replace("differs ", "")


for base in bases:
    for number, kind in enumerate(kinds):
        if make(base, kind) is None:
            continue
        results = {}
        for new in bases:
            for more in ((), (V,), (P1,)):
                cls = make(base, kind)
                try:
                    cls.__bases__ = (new, *more)
                    result = "ok"
                except TypeError as e:
                    result = told(e).partition(":")[0].replace(repr(new.__name__), "new").partition("(MRO)")[0]
                results.setdefault(result, []).append("+".join(b.__name__ for b in (new, *more)))
        print(base.__name__, number)
        for result in sorted(results):
            print("   ", result, *results[result])

for base in bases:
    for number, kind in enumerate(kinds):
        good = []
        for base2 in bases:
            for number2, kind2 in enumerate(kinds):
                a, b = make(base, kind), make(base2, kind2)
                if a is None or b is None:
                    continue
                x = a()
                try:
                    x.__class__ = b
                    good.append(base2.__name__ + str(number2))
                    assert type(x) is b
                except TypeError as e:
                    assert told(e) == "__class__ 'K' layout from 'K'", e
        print("class", base.__name__, number, *good)


class A:
    __slots__ = ("a", "b")


class B:
    __slots__ = ("b", "a")


x = A()
x.a, x.b = 1, 2
x.__class__ = B
print(type(x).__name__, x.a, x.b)


class Base1:
    x = 1

    def m(self):
        return "Base1"


class Base2:
    x = 2

    def m(self):
        return "Base2"


class D(Base1):
    y = 5


d = D()
d.own = 9
D.__bases__ = (Base2,)
print(d.m(), d.x, d.y, d.own, D.__base__.__name__, D.__subclasses__(), Base1.__subclasses__())
D.__bases__ = (Base1, Base2)
print(d.m(), d.x, d.own, [k.__name__ for k in D.__mro__])
