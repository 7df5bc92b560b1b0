def f(g, a):
    return g(a, k=1, m=a)
