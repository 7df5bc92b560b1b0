import asyncio


class Ticker:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        await asyncio.sleep(0)
        return self.n


class Ctx:
    async def __aenter__(self):
        await asyncio.sleep(0)
        return "ctx"
    async def __aexit__(self, *e):
        await asyncio.sleep(0)
        return e[0] is ValueError


async def agen(n):
    try:
        for i in range(n):
            yield i
            await asyncio.sleep(0)
    finally:
        await asyncio.sleep(0)
        print("agen closed")


async def main():
    async for x in Ticker(3):
        print(x, end=" ")
    else:
        print("else")
    async with Ctx() as c:
        print(c)
        raise ValueError
    print([x async for x in agen(3)], {x: y async for x in agen(2) async for y in agen(1)})
    async for x in agen(5):
        if x == 1:
            break
    g = agen(3)
    print(await anext(g), await anext(g), await anext(g, "d"), await anext(g, "default"))
    print(await asyncio.gather(*[asyncio.sleep(0, i) for i in range(3)]), [await asyncio.sleep(0, i) for i in "ab"])
    print(sum([i async for i in agen(4)]), (lambda: 5)(), await (lambda: asyncio.sleep(0, "lambda"))())
    x = await asyncio.sleep(0, 1) + await asyncio.sleep(0, 2) * (await asyncio.sleep(0, 3))
    print(x, f"{await asyncio.sleep(0, 'in f-string')}", {await asyncio.sleep(0, "k"): await asyncio.sleep(0, "v")}, -await asyncio.sleep(0, 5), await asyncio.sleep(0, 2) ** 3)
    if await asyncio.sleep(0, True) and not await asyncio.sleep(0, False):
        print("conditions")
    return await asyncio.sleep(0, "returned")


print(asyncio.run(main()))
