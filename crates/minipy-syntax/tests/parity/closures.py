# Nested scopes with global and nonlocal names.
counter = 0
def outer():
    counter = 1
    def middle():
        nonlocal counter
        counter += 1
        def inner():
            global counter
            counter = 2
            return lambda: counter
        return inner
    return middle
class A:
    counter = counter
    def f(self, counter=counter):
        def g():
            nonlocal counter
            del counter
        return g
    g = lambda self: __class__
def make():
    fs = []
    for i in range(3):
        def f(i=i): return i
        fs.append(f)
    return [f() for f in fs], {i for i in (lambda: i)()}
