def f(o, i):
    o[i] = o[0]
    del o[i, 1]
