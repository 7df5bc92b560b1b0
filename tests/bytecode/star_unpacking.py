def f(v):
    a, *b, c = v
    return b
