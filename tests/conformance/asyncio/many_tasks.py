import asyncio


async def leaf(n):
    await asyncio.sleep(0)
    return n


async def tree(depth):
    if depth == 0:
        return 1
    a, b = await asyncio.gather(tree(depth - 1), tree(depth - 1))
    return a + b


async def deep(n):
    if n == 0:
        await asyncio.sleep(0)
        return 0
    return 1 + await deep(n - 1)


async def main():
    print(sum(await asyncio.gather(*(leaf(i) for i in range(2000)))))
    print(await tree(8))
    print(await deep(400))
    total = 0
    async for x in numbers(500):
        total += x
    print(total)
    print(sum([x async for x in numbers(100) if x % 2]))
    tasks = [asyncio.create_task(asyncio.sleep(i % 7 * 0.001, i)) for i in range(300)]
    done, _ = await asyncio.wait(tasks)
    print(len(done), sum(t.result() for t in done))
    await asyncio.gather(*(asyncio.wait_for(leaf(i), 1) for i in range(200)))
    ts = [asyncio.create_task(asyncio.sleep(100)) for _ in range(500)]
    await asyncio.sleep(0)
    for t in ts: t.cancel()
    r = await asyncio.gather(*ts, return_exceptions=True)
    print(len(r), all(isinstance(e, asyncio.CancelledError) for e in r))


async def numbers(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i


asyncio.run(main())
