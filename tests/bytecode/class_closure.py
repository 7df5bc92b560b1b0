def f(a):
    class C:
        b = a
        def m(self):
            return __class__, a
    return C
