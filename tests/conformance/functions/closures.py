def make():
    fs = []
    for i in range(3):
        def f(i=i):
            return i
        fs.append(f)
        fs.append(lambda: i)
    return fs


print([f() for f in make()])


def counter(start=0):
    def get(): return start
    def add(n):
        nonlocal start
        start += n
        return start
    def drop():
        nonlocal start
        del start
    return get, add, drop


get, add, drop = counter(10)
print(get(), add(5), get(), get.__closure__ == add.__closure__, get.__closure__[0] is add.__closure__[0])
print(get.__closure__[0], type(get.__closure__[0]).__name__) if False else None
drop()
try:
    get()
except NameError as e:
    print(e)
try:
    get.__closure__[0].cell_contents
except ValueError as e:
    print(e)
print(add.__closure__[0] == get.__closure__[0])


def deep():
    a = 1
    def l1():
        b = 2
        def l2():
            c = 3
            def l3():
                nonlocal a, c
                a += 10
                c += 100
                return a, b, c
            return l3(), a, b, c
        return l2()
    return l1()


print(deep())


def args_cell(x, *args, y=2, **kw):
    return lambda: (x, args, y, kw)


print(args_cell(1, 2, 3, z=4)())


class Meta:
    def method(self):
        return __class__


print(Meta().method() is Meta)


def rec(n):
    def inner(k):
        return 1 if k == 0 else k * inner(k - 1)
    return inner(n)


print(rec(10), [rec(i) for i in range(5)])
Cell = type(get.__closure__[0])
c = Cell(5)
print(c.cell_contents, Cell() == Cell(), c > Cell(4), c == Cell(5))
try:
    Cell().cell_contents
except ValueError as e:
    print(e)
