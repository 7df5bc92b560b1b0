"""`__getitem__` and `__setitem__` in Python: how they are found and called, what they return and raise, recursion."""
import sys


class Matrix:
    def __init__(self):
        self.data = [1.0, 2.0, 3.0]

    def __getitem__(self, i):
        return self.data[i]

    def __setitem__(self, i, value):
        self.data[i] = value
        return "dropped"


m = Matrix()
m[0] = 2.5
m[1] += m[0] * 2
print(m[1], m[0], m[-1])
print(sys.getrefcount(m) == sys.getrefcount(Matrix()) + 1)


class Defaults:
    def __getitem__(self, i, j=3):
        return i, j

    def __setitem__(self, *args):
        print(args)


class Wrong:
    def __getitem__(self):
        pass

    def __setitem__(self, i):
        pass


class Keyword:
    def __getitem__(self, i, *, k=1):
        return i, k


class Static:
    @staticmethod
    def __getitem__(i):
        return "static", i

    @classmethod
    def __setitem__(cls, i, value):
        print("class", cls.__name__, i, value)


class Gives:
    def __getitem__(self, i):
        yield i

    def __setitem__(self, i, value):
        yield print("never")


class Raises:
    def __getitem__(self, i):
        raise KeyError(i)

    def __setitem__(self, i, value):
        raise ValueError(value)


class Declines:
    def __getitem__(self, i):
        return NotImplemented

    def __setitem__(self, i, value):
        return NotImplemented


d = Defaults()
print(d[1], d[1, 2], d[1:2], d[...])
d[2] = 3
w = Wrong()
for attempt in (lambda: w[1], lambda: w.__setitem__(1, 2)):
    try:
        attempt()
    except TypeError as e:
        print(e)
try:
    w[1] = 2
except TypeError as e:
    print(e)
print(Keyword()[5])
st = Static()
print(st[4])
st[5] = 6
print(list(Gives()[4]))
Gives()[4] = 3
for attempt in (lambda: Raises()[1], lambda: operate()):
    def operate():
        Raises()[1] = 2
    try:
        attempt()
    except (KeyError, ValueError) as e:
        tb = e.__traceback__
        lines = []
        while tb:
            lines.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        print(type(e).__name__, e, lines)
x = Declines()
print(x[1])
x[1] = 2


def gen(source):
    for i in range(3):
        yield source[i]
        source[i] = 0.5


print(list(gen(m)), m.data)

# The method is looked up anew after a change of the class, of a base, or of `__class__`.
class Base:
    def __getitem__(self, i):
        return "base"


class Derived(Base):
    pass


o = Derived()
print(o[0])
Base.__getitem__ = lambda self, i: "changed base"
print(o[0])
Derived.__getitem__ = lambda self, i: "own"
print(o[0])
del Derived.__getitem__
print(o[0])
Derived.__getitem__ = len
Derived.__len__ = lambda self: 77
try:
    print(o[0])
except TypeError as e:
    print(e)
del Derived.__getitem__
o.__getitem__ = lambda i: "instance attributes do not count"
print(o[0])
o.__class__ = Matrix if False else Base
print(o[0])
del Base.__getitem__
try:
    o[0]
except TypeError as e:
    print(e)
Base.__getitem__ = lambda self, i: "again"
code = (lambda self, i: "other code").__code__
print(o[0])
Base.__getitem__.__code__ = code
print(o[0])

# Subclasses of builtin containers.
class L(list):
    def __getitem__(self, i):
        return "L%r" % (i,)

    def __setitem__(self, i, value):
        list.__setitem__(self, i, (value,))


class D(dict):
    def __getitem__(self, key):
        return "D" + key

    def __setitem__(self, key, value):
        dict.__setitem__(self, key, [value])


l = L([1, 2])
l[0] = 5
print(l[0], list.__getitem__(l, 0))
dd = D()
dd["a"] = 1
print(dd["a"], dict(dd), dd.get("a"))


# Operands die where CPython lets them die.
class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)

    def __getitem__(self, i):
        print("get", self.name, i.name if isinstance(i, Noisy) else i)
        return 1

    def __setitem__(self, i, value):
        print("set", self.name)


print(Noisy("a")[Noisy("key")])
Noisy("b")[Noisy("key")] = Noisy("value")
print(Noisy("c")[1] + Noisy("d")[2])


def recursive():
    class R:
        def __getitem__(self, i):
            return self[i + 1]

    try:
        R()[0]
    except RecursionError as e:
        print(e)


recursive()
