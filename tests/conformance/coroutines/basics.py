async def add(a, b):
    return a + b


c = add(1, 2)
print(type(c).__name__, c.__name__, c.cr_running, c.cr_suspended, c.cr_await, c.cr_origin, c.cr_code is add.__code__, add.__code__.co_flags & 0x80)
try:
    c.send(None)
except StopIteration as e:
    print(e.value)
try:
    c.send(None)
except RuntimeError as e:
    print(e)
for expr in ("iter(add(1, 2))", "next(add(1, 2))", "list(add(1, 2))", "[*add(1, 2)]"):
    try:
        eval(expr.replace("add(1, 2)", "cc"), {"cc": (cc := add(1, 2))})
    except TypeError as e:
        print(e)
    cc.close()


class Awaitable:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        return ("awaited", self.v, got)


async def outer():
    x = await Awaitable(1)
    y = await Awaitable(2)
    return x, y


c = outer()
print(c.send(None), c.cr_await, c.cr_suspended) if False else print(c.send(None), type(c.cr_await).__name__, c.cr_suspended)
print(c.send("a"))
try:
    c.send("b")
except StopIteration as e:
    print(e.value)
for bad in (5, None, [], (i for i in ())):
    async def f():
        await bad
    try:
        f().send(None)
    except TypeError as e:
        print(e)


class BadAwait:
    def __await__(self): return 5


class CoroAwait:
    def __await__(self): return add(1, 2)


import sys
for cls in (BadAwait, CoroAwait):
    async def f(): await cls()
    try:
        f().send(None)
    except TypeError as e:
        print(e)


async def thrown():
    try:
        await Awaitable(1)
    except ValueError as e:
        print("caught", e)
        return "recovered"


c = thrown()
c.send(None)
try:
    c.throw(ValueError("v"))
except StopIteration as e:
    print(e.value)
c = thrown()
c.send(None)
print(c.close(), c.cr_frame)
inner = add(3, 4)
async def twice():
    print(await inner)
    await inner
try:
    twice().send(None)
except RuntimeError as e:
    print(e)
async def loop(): return await me
me = loop()
try: me.send(None)
except (RuntimeError, ValueError) as e: print(type(e).__name__, e)
async def stop(): raise StopIteration(1)
try: stop().send(None)
except RuntimeError as e: print(e, repr(e.__cause__))
w = add(1, 2).__await__()
print(type(w).__name__, iter(w) is w)
try: next(w)
except StopIteration as e: print(e.value)
lam = lambda: add(5, 6)
try: lam().send(None)
except StopIteration as e: print(e.value)
print(repr(me).startswith("<coroutine object loop at 0x"))
c = add(1, 1)
try: c.send(1)
except TypeError as e: print(e)
c.close()
