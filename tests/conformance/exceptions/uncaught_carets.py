class A:
    def __getitem__(self, k):
        return self


def f(*args, **kw):
    raise RuntimeError("é wide 漢字")


cases = [
    lambda x: x + 1 / 0,
    lambda x: x[0][1]["k"].nope,
    lambda x: f(x, *[1], key=(1 + 2)),
    lambda x: (1
               + len(5)),
    lambda x: x.a.b.c if x.z else None,
    lambda x: "漢字" + x["é"].foo(1, 2),
    lambda x: [i for i in range(3) if i / 0],
    lambda x: -x,
    lambda x: x < 1 < 2,
    lambda x: x.__getitem__(1, 2),
    lambda x: not_defined,
    lambda x: f"{x:bad}",
    lambda x: (yield_ := x)(),
    lambda x: x @ x,
]
import sys
for case in cases:
    try:
        case(A())
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)
