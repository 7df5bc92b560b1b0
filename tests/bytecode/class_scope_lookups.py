x = 1


class C[T](x):
    x: T = x
    y = [x for _ in x]

    def f[U: x](self):
        return x


def g(x):
    class D:
        x = x
        y = x

        def h[U](self, a: x):
            pass
