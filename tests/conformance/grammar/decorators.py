def deco(tag):
    print("deco", tag)

    def apply(f):
        print("apply", tag, f.__name__)

        def wrapper(*a, **k):
            return (tag, f(*a, **k))

        wrapper.__name__ = f.__name__
        return wrapper

    return apply


@deco("a")
@deco("b")
def f(x):
    return x * 2


print(f(4), f.__name__)


@lambda cls: (cls.__name__, cls)[1]
class C:
    attr = 1


print(C.attr)
registry = {}


@registry.setdefault("k", lambda f: f)
def g(): return "g"


print(g(), list(registry))


@[lambda f: "replaced"][0]
def h(): pass


print(h)


class P:
    @staticmethod
    def s(): return "static"

    @classmethod
    def c(cls): return cls.__name__

    @property
    def p(self): return "prop"

    @p.setter
    def p(self, v): print("set", v)

    @(lambda f: lambda self: f(self) + "!")
    def m(self): return "m"


o = P()
o.p = 3
print(P.s(), o.c(), o.p, o.m())
try:
    @1
    def bad(): pass
except TypeError as e:
    print(e)


@deco(d := "walrus")
async def co(): pass


print(d)
