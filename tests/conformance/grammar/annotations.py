# PEP 649 and 749
def f(a: int, b: "str" = 1, *args: float, c: undefined1 = 2, **kw: dict) -> list:
    pass


try:
    f.__annotations__
except NameError as e:
    print(e)
undefined1 = bytes
print(f.__annotations__)


class C:
    x: int
    y: later = 3
    z: "text"

    def m(self) -> C:
        return self


later = float
print(C.__annotations__, C.m.__annotations__, "x" in C.__dict__, C.y)
print(C.__annotate__(1) == C.__annotations__)
try:
    C.__annotate__(2)
except NotImplementedError as e:
    print("NotImplementedError", e)
v: int = 1
w: list[int]
print(__annotate__(1))


def g(): pass


print(g.__annotations__, g.__annotate__)
g.__annotations__ = {"a": 1}
print(g.__annotations__)
try:
    g.__annotations__ = 5
except TypeError as e:
    print(e)
print((lambda x: x).__annotations__)


def local():
    a: print("never evaluated") = 1
    b: int
    return a


print(local())


class Cond:
    if True:
        p: int
    else:
        q: str


print(Cond.__annotations__)
