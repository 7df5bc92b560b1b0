class Pause:
    def __await__(self):
        yield "pause"


def drive(coro):
    steps = 0
    while True:
        try:
            coro.send(None)
            steps += 1
        except StopIteration as e:
            return e.value, steps


async def agen(n):
    try:
        for i in range(n):
            await Pause()
            got = yield i
            if got:
                print("got", got)
    finally:
        print("agen finally")


async def main():
    out = []
    async for x in agen(3):
        out.append(x)
    else:
        print("else")
    print(out)
    print([x async for x in agen(2)], {x async for x in agen(1)}, {x: x async for x in agen(1)})
    print([x * y async for x in agen(3) if x for y in (1, 10)])
    print([await add(x) for x in range(3)], [await add(x) async for x in agen(2)])
    g = (x + 1 async for x in agen(2))
    print(type(g).__name__, await g.__anext__())
    await g.aclose()
    a = agen(3)
    print(a.__aiter__() is a, await a.asend(None), await a.asend("sent"), await anext(a))
    try:
        await a.__anext__()
    except StopAsyncIteration as e:
        print("StopAsyncIteration", e.args)
    a = agen(3)
    await anext(a)
    try:
        await a.athrow(ValueError("thrown"))
    except ValueError as e:
        print(e)
    print(await anext(a, "default"))
    a = agen(3)
    print(await aiter(a).__anext__())
    print(await a.aclose())
    try:
        async for x in [1]:
            pass
    except TypeError as e:
        print(e)
    try:
        async for x in BadAiter():
            pass
    except TypeError as e:
        print(e)
    try:
        await a.asend(5)
    except StopAsyncIteration:
        print("closed")
    b = agen(1)
    try:
        await b.asend(5)
    except TypeError as e:
        print(e)
    await b.aclose()
    async for i in Counter(3):
        if i == 1:
            continue
        print(i, end=" ")
    print()
    async def stop():
        yield 1
        raise StopAsyncIteration("x")
    try:
        async for _ in stop():
            pass
    except RuntimeError as e:
        print(e)
    async def ignore():
        try:
            yield 1
        except GeneratorExit:
            yield 2
    i = ignore()
    await anext(i)
    try:
        await i.aclose()
    except RuntimeError as e:
        print(e)
    return "main done"


async def add(x):
    await Pause()
    return x + 100


class BadAiter:
    def __aiter__(self): return 5


class Counter:
    def __init__(self, n): self.n, self.i = n, -1
    def __aiter__(self): return self
    async def __anext__(self):
        self.i += 1
        if self.i >= self.n:
            raise StopAsyncIteration
        return self.i


print(drive(main()))
a = agen(1)
print(type(a).__name__, a.ag_running, a.ag_frame is not None, a.ag_await, a.__name__, type(a.__anext__()).__name__, type(a.aclose()).__name__)
async def same():
    g = agen(2)
    t = g.__anext__()
    t.send(None)
    try:
        g.__anext__().send(None)
    except RuntimeError as e:
        print(e)
    t.close()
drive(same())
