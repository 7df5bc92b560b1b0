from __future__ import annotations


def f(a: int, b: undefined[1, 2] = 1, *c: "x") -> a + b * (c, d): ...


class C:
    x: List[int, ...]
    y: lambda q: q = 1
    z: f"{a}"
    w: not a or -b ** c if d else [*e, {**f}]


print(f.__annotations__)
print(C.__annotations__)
v: a.b.c[1:2, ::3] = 1
print(__annotations__)
