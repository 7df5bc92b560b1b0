def f():
    x = 1
    g = lambda: x
    del x


class C:
    y = 1
    del y
