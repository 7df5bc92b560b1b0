def f(a):
    b = a
    del a, b
