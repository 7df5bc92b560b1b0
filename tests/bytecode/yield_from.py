def f(g):
    r = yield from g
    return r
