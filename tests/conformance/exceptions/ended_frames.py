"""Frames that an exception has left: what their objects still hold."""
import gc
import sys
import _weakref as weakref


class Thing:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Thing({self.name})"


def inner(a, *rest, key=None, **more):
    local = Thing("local")
    cell = Thing("cell")

    def use():
        return cell

    unbound = 1
    del unbound
    raise ValueError(a, rest, key, more, use().name)


def middle(n):
    x = Thing("x")
    inner(n, 2, 3, key=x, extra=4)


def outer():
    try:
        middle(1)
    except ValueError as e:
        return e


def frames(e):
    tb = e.__traceback__
    while tb is not None:
        yield tb.tb_frame
        tb = tb.tb_next


e = outer()
for frame in frames(e):
    names = sorted(k for k in frame.f_locals if k != "use")
    print(frame.f_code.co_name, frame.f_lineno, {k: frame.f_locals[k] for k in names if k != "e"})
    print(frame.f_back.f_code.co_name if frame.f_back else None)
last = list(frames(e))[-1]
last.f_locals["local"] = 5
print(last.f_locals["local"], "unbound" in last.f_locals)
ref = weakref.ref(last.f_locals["cell"])
del frame, last
for f in list(frames(e)):
    f.clear()
    print(f.f_code.co_name, dict(f.f_locals))
del f
e = None
gc.collect()
print(ref())


def many():
    a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = 1
    b0 = b1 = b2 = b3 = b4 = b5 = b6 = b7 = b8 = b9 = 2
    c0 = c1 = c2 = c3 = c4 = c5 = c6 = c7 = c8 = c9 = 3
    raise KeyError


try:
    many()
except KeyError as e:
    print(sum(e.__traceback__.tb_next.tb_frame.f_locals.values()))


def gen(n):
    t = Thing(n)
    yield t
    raise LookupError(n)


g = gen(1)
next(g)
try:
    next(g)
except LookupError as e:
    frame = e.__traceback__.tb_next.tb_frame
    print(frame.f_locals, g.gi_frame)

# A frame object that outlives its call, taken while it ran.
kept = []


def keep(a):
    kept.append(sys._getframe())
    b = a + 1
    return b


keep(1)
print(kept[0].f_locals, kept[0].f_back.f_code.co_name)


# Locals of a caught exception's frames live as long as the exception.
def holder():
    t = Thing("held")
    refs.append(weakref.ref(t))
    raise TypeError


refs = []
try:
    holder()
except TypeError as e:
    print(refs[0]())
    print(refs[0]() is not None)
print(refs[0]())


class Caught(Exception):
    pass


class Sub(Caught):
    pass


for raised in (Caught, Sub, Caught(1), Sub(1, 2), KeyError, KeyError("x"), StopIteration(3), OSError(2, "no")):
    try:
        raise raised
    except Caught as e:
        print("Caught", type(e).__name__, e.args)
    except (KeyError, StopIteration) as e:
        print("other", type(e).__name__, e.args)
    except Exception as e:
        print("last", type(e).__name__, e.args)
for wrong in (1, "Caught", (Caught, 1), int):
    try:
        try:
            raise Caught
        except wrong:
            pass
    except TypeError as e:
        print(e, repr(e.__context__))


class Meta(type):
    def __call__(cls, *args):
        print("made", args)
        return super().__call__(*args)


class Odd(Exception, metaclass=Meta):
    pass


try:
    raise Odd
except Odd as e:
    print(repr(e))
try:
    raise type("New", (Exception,), {"__new__": lambda cls: 5})
except TypeError as e:
    print(str(e).split(" should")[1])
