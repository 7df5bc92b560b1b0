def f(a: int, b: "str" = 1) -> list:
    return a
