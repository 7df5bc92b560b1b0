def f(a, b):
    return f"x{a}{b!r:>{a}}{a=}"
