"""Attribute access that ends in Python code of the class: what runs, with what, and what becomes of the result."""

import sys


class Both:
    """Prints all that is done to it."""

    def __getattribute__(self, name):
        print("getattribute", name)
        return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        print("setattr", name, value)
        object.__setattr__(self, name, value)
        return NotImplemented

    def __delattr__(self, name):
        print("delattr", name)
        object.__delattr__(self, name)
        return "ignored"

    def method(self, x):
        return "method", x


b = Both()
b.x = 1
print(b.x, b.method(2))
b.x += 5
print(b.x)
del b.x
try:
    b.x
except AttributeError as e:
    print(e)
try:
    del b.y
except AttributeError as e:
    print(e)


class Data:
    def __get__(self, this, owner):
        print("get", this is None or type(this).__name__, owner.__name__)
        return lambda *args: ("called", args)

    def __set__(self, this, value):
        print("set", type(this).__name__, value)
        return NotImplemented

    def __delete__(self, this):
        print("delete", type(this).__name__)


class NonData:
    def __get__(self, this, owner):
        print("non-data", type(this).__name__)
        return NotImplemented


class SetOnly:
    def __set__(self, this, value):
        print("set only", value)


class Holder:
    data = Data()
    non = NonData()
    only = SetOnly()
    hook = property(lambda self: lambda *args: ("from property", args), lambda self, v: print("fset", v),
                    lambda self: print("fdel"))
    fixed = property(lambda self: 1)
    native = property(type, lambda *a: print(len(a)), repr)


h = Holder()
print(h.data(1, 2))
print(Holder.data(3))
h.data = 4
del h.data
print(h.non)
try:
    h.non()
except TypeError as e:
    print(e)
h.non = 5
print(h.non)
h.only = 6
try:
    del h.only
except AttributeError as e:
    print(e)
print(h.only is Holder.__dict__["only"])
print(h.hook(7))
h.hook = 8
del h.hook
for action in ("h.fixed = 1", "del h.fixed", "del Holder.missing", "h.fixed()", "Holder.only.x.y"):
    try:
        exec(action)
    except Exception as e:
        print(type(e).__name__, e)
print(h.native, h.native.mro())
h.native = 9
del h.native


class Late:
    """`__getattr__` gives methods and values, or refuses."""

    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError("refused " + name)
        return lambda *args, **kw: (name, args, kw)


late = Late()
print(late.some(1, key=2))
print(late.plain.__name__)
late.real = lambda: "real"
print(late.real())
for action in ("late.nothing()", "late.nothing", "late.nothing.more()"):
    try:
        eval(action)
    except AttributeError as e:
        print(e, e.name, type(e.obj).__name__)


class Meta(type):
    def __getattr__(cls, name):
        return lambda *args: (cls.__name__, name, args)

    def __setattr__(cls, name, value):
        print("class set", name, value)
        super().__setattr__(name, value)

    @property
    def prop(cls):
        return "prop of " + cls.__name__


class Made(metaclass=Meta):
    pass


print(Made.anything(1), Made.prop)
Made.y = 2
print(Made.y)


class Raising:
    @property
    def p(self):
        raise ValueError("in getter")

    @p.setter
    def p(self, value):
        raise ValueError("in setter")

    @p.deleter
    def p(self):
        raise ValueError("in deleter")

    def __getattr__(self, name):
        return "fallback " + name

    @property
    def missing(self):
        raise AttributeError("inner")


r = Raising()
for action in ("r.p", "r.p = 1", "del r.p", "r.p()", "print(r.missing)", "print(r.q)"):
    try:
        exec(action)
    except ValueError as e:
        tb = e.__traceback__
        names = []
        while tb:
            names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
            tb = tb.tb_next
        print(e, names[1:])


class Caller:
    """The frame that asks is the one of the access."""

    @property
    def where(self):
        return sys._getframe(1).f_code.co_name

    @where.setter
    def where(self, value):
        print("set from", sys._getframe(1).f_code.co_name)

    def __getattr__(self, name):
        return sys._getframe(1).f_code.co_name


def asks(c):
    c.where = 1
    return c.where, c.unknown


print(asks(Caller()))


class Gen:
    @property
    def g(self):
        yield 1

    def __getattr__(self, name):
        yield name

    def __setattr__(self, name, value):
        yield name


g = Gen()
print(list(g.g), list(g.zzz))
g.attr = 1
print(g.__dict__)


class Order:
    def __set_name__(self, owner, name):
        self.name = name

    def __set__(self, this, value):
        this.__dict__[self.name] = value * 2

    def __get__(self, this, owner):
        return this.__dict__.get(self.name, "unset")


class Uses:
    a = Order()
    b = Order()

    def swap(self):
        self.a, self.b = self.b, self.a
        return self.a, self.b


u = Uses()
print(u.a, u.b)
u.a = 1
u.b = 10
print(u.swap())
for u.a in range(3):
    print(u.a)


class Counting:
    count = 0

    def __setattr__(self, name, value):
        Counting.count += 1
        super().__setattr__(name, value)


c = Counting()
for i in range(1000):
    c.i = i
    c.j = c.i
print(Counting.count, c.i, c.j)


class Temporary:
    def __del__(self):
        print("dropped")

    @property
    def p(self):
        return "kept"

    @p.setter
    def p(self, value):
        print("stored", value)

    def __getattr__(self, name):
        return name


print(Temporary().p)
Temporary().p = 3
print(Temporary().unknown)
print(Temporary().unknown.upper())
