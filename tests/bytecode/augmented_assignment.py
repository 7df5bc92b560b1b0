def f(a, b):
    a += 1
    b.x -= 2
    b[0] *= 3
    return a
