# as_completed: plain and asynchronous iteration, timeouts, errors.
import asyncio


async def job(x, n):
    for _ in range(n):
        await asyncio.sleep(0)
    if x == "bad":
        raise ValueError(x)
    return x


async def plain():
    out = []
    for c in asyncio.as_completed([job("a", 3), job("b", 1), job("c", 2)]):
        out.append(await c)
    print(out)
    it = asyncio.as_completed([job("a", 1)])
    print(type(it).__name__, iter(it) is it, it.__aiter__() is it)
    c = next(it)
    print(asyncio.iscoroutine(c), await c)
    try:
        next(it)
    except StopIteration:
        print("end")


async def asynchronous():
    ts = [asyncio.create_task(job(i, 5 - i)) for i in range(5)]
    async for t in asyncio.as_completed(ts):
        print(ts.index(t), t.done(), await t)
    async for t in asyncio.as_completed([job("bad", 1), job("good", 2)]):
        try:
            print(await t)
        except ValueError as e:
            print(repr(e))


async def timeouts():
    slow = asyncio.create_task(asyncio.sleep(100, "slow"))
    out = []
    for c in asyncio.as_completed([slow, job("fast", 1)], timeout=0.05):
        try:
            out.append(await c)
        except TimeoutError as e:
            out.append(repr(e))
    print(out, slow.done())
    try:
        async for t in asyncio.as_completed([slow], timeout=0.01):
            print(t)
    except TimeoutError as e:
        print(repr(e))
    slow.cancel()


async def errors():
    t = asyncio.create_task(job(1, 1))
    for bad in (t, 3):
        try:
            asyncio.as_completed(bad)
        except TypeError as e:
            print(e)
    await t
    print(list(asyncio.as_completed([])))
    same = asyncio.create_task(job(2, 1))
    print([await c for c in asyncio.as_completed([same, same])])


for f in (plain, asynchronous, timeouts, errors):
    print("--", f.__name__)
    asyncio.run(f())
