def f(items):
    for x in items:
        g(x)
