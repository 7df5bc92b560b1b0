def f(a):
    with a as b:
        g(b)
