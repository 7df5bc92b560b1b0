"""Coroutines that are awaited where they are called: what frames, tracebacks, locals and coroutine objects show."""
import sys


class Suspend:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return got


def drive(coroutine, *sent):
    """Runs a coroutine, sending values; prints what it yields and gives what it returns."""
    sent = list(sent)
    try:
        print("  yields", coroutine.send(None))
        while True:
            value = sent.pop(0) if sent else None
            print("  yields", coroutine.send(value))
    except StopIteration as stop:
        return stop.value


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("  drop", self.name)


# Results without suspension
async def leaf(n):
    return n + 1


async def chain(n):
    if n == 0:
        return await leaf(0)
    return 1 + await chain(n - 1)


print(drive(chain(50)))


# Every kind of parameters
async def params(a, b=2, *args, c, d=4, **kwargs):
    return a, b, args, c, d, kwargs


async def cells(x):
    async def inner(y):
        nonlocal x
        x += y
        return x

    first = await inner(1)
    second = await inner(10)
    return first, second, x


async def call_all():
    print(await params(1, c=3))
    print(await params(1, 5, 6, 7, c=3, d=8, e=9))
    print(await params(*(1, 2, 3), **{"c": 4, "z": 5}))
    print(await cells(100))
    try:
        await params(1)
    except TypeError as e:
        print(e)
    try:
        await leaf()
    except TypeError as e:
        print(e)


drive(call_all())


# Suspending in the middle: locals, temporaries and loops survive
async def low(n):
    total = 0
    for i in range(n):
        total += 10 * (await Suspend(("low", i)))
    return total


async def middle(n):
    before = [n]
    result = [await low(n), await low(1), await leaf(5)]
    before.append(result)
    return before


async def high():
    a, b = 1, 2
    return (a + b, await middle(2), a, await middle(0))


print(drive(high(), 1, 2, 3, 4))


# Tracebacks
def show(exception):
    at = exception.__traceback__
    while at:
        print("   ", at.tb_frame.f_code.co_name, at.tb_lineno - at.tb_frame.f_code.co_firstlineno)
        at = at.tb_next


async def fails(suspend):
    if suspend:
        await Suspend("before failing")
    raise ValueError("deep")


async def passes(suspend):
    keep = Loud("passes")
    await leaf(1)
    return await fails(suspend)


async def catches(suspend):
    try:
        await passes(suspend)
    except ValueError as e:
        show(e)
        print("  context", e.__context__)
        try:
            await passes(suspend)
        except ValueError as again:
            print("  context", repr(again.__context__))
            print("  handled", repr(sys.exception()))
        print("  handled", repr(sys.exception()))
    print("  handled", repr(sys.exception()))


for suspend in False, True:
    drive(catches(suspend))


# StopIteration and StopAsyncIteration that come out of a body
async def stops(error):
    raise error


async def see_stops():
    for error in StopIteration(1), StopAsyncIteration(2), GeneratorExit(3):
        try:
            await stops(error)
        except BaseException as e:
            print(repr(e), repr(e.__cause__))


drive(see_stops())


# Suspended while an exception is handled
async def in_handler():
    try:
        raise KeyError("first")
    except KeyError:
        print("  handled", repr(sys.exception()))
        await Suspend("in handler")
        print("  handled", repr(sys.exception()))
        await leaf(1)
        print("  handled", repr(sys.exception()))
    print("  handled", repr(sys.exception()))


async def around_handler():
    try:
        raise IndexError("outer")
    except IndexError:
        await in_handler()
        print("  handled", repr(sys.exception()))


try:
    raise OSError("resumer")
except OSError:
    drive(around_handler())


# Frames
async def look(depth):
    local = depth
    frame = sys._getframe()
    names = []
    while frame and frame.f_code.co_name != "<module>":
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


async def look_through(n):
    if n:
        return await look_through(n - 1)
    return await look(n)


print(drive(look_through(2)))


# The coroutine object of a running frame
async def own():
    frame = sys._getframe()
    me = frame.f_generator
    print("  ", type(me).__name__, me.__name__, me.cr_running, me.cr_await, me.cr_frame is frame, me.cr_code is own.__code__)
    print("  ", frame.f_generator is me, frame.f_back.f_generator.__name__)
    try:
        me.send(None)
    except ValueError as e:
        print("  ", e)
    x = "local"
    await Suspend("with object")
    print("  ", frame.f_locals["x"], me.cr_running, frame.f_generator is me)
    return me


async def owner():
    me = await own()
    print("  ended", me.cr_frame, me.cr_running)
    try:
        me.send(None)
    except RuntimeError as e:
        print("  ", e)
    me = None
    await own()


drive(owner())


# What a suspended chain shows from outside
async def outer_chain():
    return await inner_chain()


async def inner_chain():
    value = 5
    return await Suspend("chain")


c = outer_chain()
c.send(None)
inner = c.cr_await
print(inner.__name__, inner.cr_frame.f_locals["value"], type(inner.cr_await).__name__, inner.cr_running, c.cr_suspended)
print(inner.cr_frame.f_lineno - inner.cr_code.co_firstlineno, c.cr_frame.f_lineno - c.cr_code.co_firstlineno)
print(c.cr_frame.f_generator is c, inner.cr_frame.f_generator is inner)
try:
    inner.send(1)
except StopIteration as e:
    print("inner ended", e.value)
try:
    c.send(None)
except Exception as e:
    print(type(e).__name__, e)


# Closing and throwing
async def cleans():
    try:
        await Suspend("to close")
    except GeneratorExit:
        print("  closing")
        raise
    finally:
        print("  finally")


async def holds():
    keep = Loud("holds")
    await cleans()


c = holds()
c.send(None)
c.close()
c = holds()
c.send(None)
try:
    c.throw(KeyError("thrown"))
except KeyError as e:
    show(e)
del c


# Order of destruction
async def locals_die():
    a, b = Loud("a"), Loud("b")
    return Loud("result")


async def user():
    print("  call")
    r = await locals_die()
    print("  back")
    del r
    print("  end")


drive(user())


# Recursion
async def endless(n):
    return await endless(n + 1)


try:
    drive(endless(0))
except RecursionError as e:
    print("RecursionError", str(e)[:32])


# Origins are tracked even so
sys.set_coroutine_origin_tracking_depth(1)


async def with_origin():
    return sys._getframe().f_generator.cr_origin


async def ask_origin():
    return await with_origin()


print(drive(ask_origin())[0][2])
sys.set_coroutine_origin_tracking_depth(0)


# async with, async for
class Context:
    def __init__(self, *names):
        self.names = names

    async def __aenter__(self):
        for name in self.names:
            await Suspend(name)
        return self.names

    async def __aexit__(self, *exc):
        print("  exit", exc[0])
        await leaf(1)
        return exc[0] is KeyError


class Numbers:
    def __init__(self, n, suspend=False):
        self.n, self.suspend = n, suspend

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.suspend:
            await Suspend("next")
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


class Plain:
    """__anext__ is no coroutine function."""

    def __init__(self):
        self.n = 0

    def __aiter__(self):
        return self

    def __anext__(self):
        self.n += 1
        if self.n == 1:
            return leaf(1)
        if self.n == 2:
            return Suspend("plain")
        if self.n == 3:
            return 5
        raise StopAsyncIteration


async def statements():
    async with Context() as names:
        print(names)
    async with Context("one", "two") as names:
        print(names)
    async with Context():
        raise KeyError
    try:
        async with Context("x"):
            raise IndexError
    except IndexError:
        print("IndexError")
    print([n async for n in Numbers(3)])
    async for n in Numbers(2, True):
        print(n)
    else:
        print("else")
    try:
        async for n in Plain():
            print(n)
    except TypeError as e:
        print(e)


drive(statements())


class Bad:
    async def __anext__(self):
        raise ValueError("bad anext")

    def __aiter__(self):
        return self


async def bad_loop():
    try:
        async for x in Bad():
            pass
    except ValueError as e:
        show(e)


drive(bad_loop())


# Awaiting what is no call, a method, a class, a partial
class Methods:
    async def method(self, x):
        return self, x

    @classmethod
    async def klass(cls, x):
        return cls.__name__, x

    @staticmethod
    async def static(x):
        return x

    async def __call__(self, x):
        return "called", x

    @property
    async def prop(self):
        return "property"


async def methods():
    m = Methods()
    print((await m.method(1))[0] is m, await m.klass(2), await Methods.static(3), await m(4), await m.prop)
    bound = m.method
    print((await bound(5))[1])
    held = leaf(6)
    print(await held)
    try:
        await held
    except RuntimeError as e:
        print(e)


drive(methods())


# An inner coroutine awaits the outer one, which runs
async def selfish():
    await indirectly()


async def indirectly():
    await running


running = selfish()
try:
    running.send(None)
except Exception as e:
    print(type(e).__name__, e)
