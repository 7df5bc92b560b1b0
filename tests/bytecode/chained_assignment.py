def f(v):
    a = b = c = v
    return a, b, c
