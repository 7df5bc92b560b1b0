"""Properties that stand for special methods and raise: AttributeError counts as no method where CPython can do without."""

import math


def make(error):
    class P:
        pass

    for name, text in NAMES:
        setattr(P, name, property(lambda self, text=text: throw(error(text))))
    return P()


def throw(error):
    raise error


NAMES = [
    ("__eq__", "eq"),
    ("__bool__", "bool"),
    ("__len__", "len"),
    ("__hash__", "hash"),
    ("__lt__", "lt"),
    ("__add__", "add"),
    ("__iter__", "iter"),
    ("__next__", "next"),
    ("__call__", "call"),
    ("__contains__", "contains"),
    ("__getitem__", "getitem"),
    ("__setitem__", "setitem"),
    ("__enter__", "enter"),
    ("__exit__", "exit"),
    ("__repr__", "repr"),
    ("__str__", "str"),
    ("__format__", "format"),
    ("__index__", "index"),
    ("__float__", "float"),
    ("__int__", "int"),
    ("__neg__", "neg"),
    ("__radd__", "radd"),
    ("__iadd__", "iadd"),
    ("__get__", "get"),
    ("__await__", "await"),
    ("__aiter__", "aiter"),
    ("__anext__", "anext"),
    ("__length_hint__", "hint"),
    ("__round__", "round"),
    ("__reversed__", "reversed"),
    ("__bytes__", "bytes"),
    ("__dir__", "dir"),
    ("__pow__", "pow"),
    ("__delitem__", "delitem"),
    ("__buffer__", "buffer"),
    ("__trunc__", "trunc"),
    ("__divmod__", "divmod"),
]


def iadd(x):
    x += 1


def seti(x):
    x[0] = 1


def deli(x):
    del x[0]


def with_(x):
    with x:
        pass


def awaits(x):
    async def f():
        await x

    f().send(None)


def loops(x):
    async def f():
        async for _ in x:
            pass

    f().send(None)


CASES = dict(
    eq=lambda p: p == 1,
    ne=lambda p: p != 1,
    req=lambda p: 1 == p,
    bool=lambda p: bool(p),
    not_=lambda p: not p,
    len=lambda p: len(p),
    hash=lambda p: hash(p),
    lt=lambda p: p < 1,
    gt=lambda p: 1 > p,
    add=lambda p: p + 1,
    radd=lambda p: 1 + p,
    iadd=lambda p: iadd(p),
    iter=lambda p: iter(p),
    next=lambda p: next(p),
    call=lambda p: p(),
    contains=lambda p: 1 in p,
    getitem=lambda p: p[0],
    setitem=lambda p: seti(p),
    delitem=lambda p: deli(p),
    with_=lambda p: with_(p),
    repr=lambda p: repr(p),
    str=lambda p: str(p),
    format=lambda p: format(p),
    index=lambda p: [1][p],
    float=lambda p: float(p),
    int=lambda p: int(p),
    neg=lambda p: -p,
    get=lambda p: type("X",(),{"p":p})().p,
    aw=lambda p: awaits(p),
    afor=lambda p: loops(p),
    list=lambda p: list(p),
    round=lambda p: round(p),
    reversed=lambda p: reversed(p),
    bytes=lambda p: bytes(p),
    dir=lambda p: dir(p),
    pow=lambda p: p**2,
    mv=lambda p: memoryview(p),
    trunc=lambda p: math.trunc(p),
    divmod=lambda p: divmod(p,1),
    inlist=lambda p: p in [1],
    listeq=lambda p: [p]==[1],
    dict=lambda p: {p:1},
    sum=lambda p: sum([p]),
    pct=lambda p: "%s"%p,
    pctd=lambda p: "%d"%p,
    fs=lambda p: f"{p}",
    idx=lambda p: range(p),
    all=lambda p: all([p]),
    filt=lambda p: list(filter(None,[p])),
    sorted=lambda p: sorted([p,p]),
    mx=lambda p: max(p,p),
    unpack=lambda p: [*p],
    dic2=lambda p: dict(p),
)

for error in (AttributeError, ValueError):
    p = make(error)
    for name, use in CASES.items():
        try:
            print(name, repr(use(p)).split(" at 0x")[0])
        except Exception as e:
            print(name, repr(e))
