"""Attributes that few programs use: finalisers of generators, t-strings as generics, slot names, immortality."""

import copyreg
import sys


def show(function):
    try:
        print(function())
    except Exception as e:
        print(type(e).__name__, e)


def generator():
    try:
        yield 1
    finally:
        print("finally")


async def coroutine():
    pass


async def agen():
    yield 1


g = generator()
next(g)
show(lambda: g.__del__(1))
show(lambda: g.__del__())
show(lambda: list(g))
c = coroutine()
print(type(type(c).__del__).__name__, "__del__" in type(agen()).__dict__)
c.close()

template = t"a{1!r:>5}b"
part = template.interpolations[0]
print(part.__reduce__()[1], part.__reduce__()[0] is type(part))
print(type(template)[int], type(part)[str, int])
show(lambda: template.__class_getitem__(1, 2))


class Base:
    __slots__ = ("a", "__private", "__dict__")


class Derived(Base):
    __slots__ = "b"


class _Under(Derived):
    __slots__ = ["__x", "__y__"]


print(copyreg._slotnames(Base), copyreg._slotnames(Derived), copyreg._slotnames(_Under), copyreg._slotnames(int))
print(_Under.__slotnames__ is copyreg._slotnames(_Under))
for value in (None, True, 256, 257, -5, -6, 2**70, "", "a", "ab", "é", "ā", (), (1,), b"", b"a", b"ab", int, Base, [], 1.5, ...):
    print(ascii(value)[:20], sys._is_immortal(value))


class ClearsFirst:
    def __init__(self, items):
        self.items = items

    def __index__(self):
        self.items.clear()
        return 42


class Text(str):
    def __bytes__(self):
        return b"own"


class Float(float):
    pass


items = []
items.extend(ClearsFirst(items) for _ in range(3))
print(bytes(items), items)
show(lambda: (bytes(Text("x")), bytes(Text("x"), "utf-8")))
show(lambda: Float(newarg=1))
array = bytearray(b"abc")
for wrong in (("x", "no-such"), (object(),), ([1, 300],)):
    array[:] = b"abc"
    show(lambda: array.__init__(*wrong))
    print(array)
error = ImportError("text", name="n", path="p")
error.__init__()
print(error.msg, error.name, error.args)
group = ExceptionGroup("m", [ValueError(1)])
group.args = ("other", 5)
print(repr(group), repr(ExceptionGroup("m", (ValueError(1),))))
