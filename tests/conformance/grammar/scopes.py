x = "global"


def outer():
    x = "outer"

    def inner():
        nonlocal x
        x = "changed"

        class K:
            x = "class"

            def m(self):
                return x

        return K().m(), K.x

    return inner(), x


print(outer(), x)


def counter():
    n = 0

    def up(by=1):
        nonlocal n
        n += by
        return n

    return up


c = counter()
print(c(), c(5), c(), c.__closure__[0].cell_contents, c.__code__.co_freevars)


def unbound():
    print(later)
    later = 1


try:
    unbound()
except UnboundLocalError as e:
    print(type(e).__name__, e)


def free():
    def g():
        return late
    try:
        g()
    except NameError as e:
        print(type(e).__name__, e)
    late = 1
    return g()


print(free())


def deleted():
    v = 1
    del v
    try:
        v
    except UnboundLocalError as e:
        print(e)
    del v


try:
    deleted()
except UnboundLocalError as e:
    print(e)


def glob():
    global made
    made = "made in a function"


glob()
print(made)


class A:
    x = x
    print(x)

    class B:
        try:
            y = z
        except NameError as e:
            print(e)


def params(a, b=x, *, c=[]):
    c.append(a)
    return c, locals()


print(params(1), params(2))
print([name for name in dir() if name.startswith("ma")], sorted(outer.__code__.co_cellvars))
try:
    del never
except NameError as e:
    print(e)
print((lambda: [v for v in range(2)])(), __name__)


def shadow(print_=print):
    def print(*args):
        print_("shadowed", *args)
    print(1)


shadow()
