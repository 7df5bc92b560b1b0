"""send() and next() on generators and coroutines, one step at a time: values, ends, errors, who keeps what alive."""
import sys


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  drop", self.name)


def show(exception):
    at = exception.__traceback__
    while at:
        print("   ", at.tb_frame.f_code.co_name, at.tb_lineno - at.tb_frame.f_code.co_firstlineno)
        at = at.tb_next


def echo():
    got = None
    while True:
        got = yield got
        if got == "stop":
            return "stopped"


g = echo()
print(g.send(None), g.send(1), g.send("two"), next(g), g.send(3.5))
try:
    g.send("stop")
except StopIteration as e:
    print(repr(e), e.value)
for again in range(2):
    try:
        g.send(1)
    except StopIteration as e:
        print(repr(e), e.value)
    try:
        next(g)
    except StopIteration as e:
        print(repr(e), e.value)
print(next(g, "default"))
try:
    echo().send(1)
except TypeError as e:
    print(e)


# Of generators that nobody else keeps
def keeps(name):
    keep = Loud(name)
    yield name
    yield "never"


def run():
    print(next(keeps("by next")))
    print(keeps("by send").send(None))
    try:
        next(x for x in ())
    except StopIteration as e:
        print(repr(e))


run()


# Errors
def fails():
    keep = Loud("in fails")
    yield 1
    raise ValueError("from generator")


def steps():
    g = fails()
    print(next(g))
    try:
        g.send(None)
    except ValueError as e:
        show(e)
        print(repr(e.__context__))
    try:
        next(g)
    except StopIteration as e:
        show(e)


steps()


# Re-entered while it runs
def reenters():
    try:
        me.send(None)
    except ValueError as e:
        print(e)
    try:
        next(me)
    except ValueError as e:
        print(e)
    print(me.gi_running, me.gi_frame is sys._getframe())
    yield 1


me = reenters()
print(next(me), me.gi_running)


# Nested steps, handled exceptions, delegation
def inner():
    try:
        raise KeyError("inner")
    except KeyError:
        got = yield repr(sys.exception())
        print("  inner got", got, repr(sys.exception()))
    yield repr(sys.exception())
    return "inner result"


def outer():
    result = yield from inner()
    got = yield result
    h = inner()
    next(h)
    print("  nested", h.send("nested"))
    yield got


g = outer()
try:
    raise OSError("caller")
except OSError:
    print(next(g))
    print(g.send("a"))
    print(next(g), g.send("b"))
    print(repr(sys.exception()))
try:
    g.send(None)
except StopIteration as e:
    print("end", e.value, repr(e.__context__))


# Frames
def who():
    frame = sys._getframe()
    yield frame.f_back.f_code.co_name
    yield frame.f_back.f_code.co_name
    print(frame.f_back.f_code.co_name)


def first(g):
    return next(g)


def second(g):
    return g.send(None)


g = who()
print(first(g), second(g), g.gi_frame.f_back)
print(next(g, "over"))


# Coroutines step by step
class Suspend:
    def __await__(self):
        return (yield "suspended")


async def coro():
    print("  got", await Suspend())
    return "done"


c = coro()
print(c.send(None))
try:
    c.send("value")
except StopIteration as e:
    print(e.value)
try:
    c.send(None)
except RuntimeError as e:
    print(e)


# Shadowed and rebound
class Sub:
    send = staticmethod(lambda x: ("not a generator", x))


print(Sub.send(1), type(me).send(echo(), None))
step = echo().send
print(step(None), step(5))
next_ = next
print(next_(iter([1])), next_(echo()))


# A generator that closes over its own caller's loop
def fib():
    a, b = 0, 1
    while True:
        reset = yield a
        if reset:
            a, b = reset
        else:
            a, b = b, a + b


f = fib()
print([next(f) for _ in range(10)], f.send((100, 101)), next(f))


def total(gen):
    n = 0
    while True:
        try:
            n += next(gen)
        except StopIteration:
            return n


print(total(i for i in range(100)))


# Deep recursion through steps
def deep(n):
    if n:
        yield next(deep(n - 1)) + 1
    else:
        yield 0


print(next(deep(200)))
try:
    next(deep(100000))
except RecursionError as e:
    print("RecursionError")
