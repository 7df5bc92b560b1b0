def f(g, a, b):
    return g(), g(a), g(a, b)
