import asyncio


async def job(n, delay=0, fail=False):
    await asyncio.sleep(delay)
    if fail:
        raise ValueError(n)
    return n


async def main():
    print(await asyncio.gather(job(1, 0.02), job(2), job(3, 0.01)))
    print(await asyncio.gather())
    print(await asyncio.gather(job(1), job(2, fail=True), return_exceptions=True))
    try:
        await asyncio.gather(job(1, 0.01), job(2, fail=True), job(3))
    except ValueError as e:
        print("gather raised", repr(e))
    same = asyncio.ensure_future(job(7))
    print(await asyncio.gather(same, same))
    tasks = [asyncio.create_task(job(i, 0.01 * i, fail=i == 2)) for i in range(4)]
    done, pending = await asyncio.wait(tasks)
    print(len(done), len(pending), [t.exception() for t in tasks])
    tasks = [asyncio.create_task(job(i, 0.02 * i)) for i in range(3)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending), done.pop().result())
    done, pending = await asyncio.wait(pending, timeout=0)
    print(len(done), len(pending))
    done, pending = await asyncio.wait(pending)
    print(sorted(t.result() for t in done))
    tasks = [asyncio.create_task(job(i, 0.01, fail=i == 0)) for i in range(2)] + [asyncio.create_task(job(9, 5))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    print(len(pending))
    for t in pending:
        t.cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))
    for bad in ([], [job(1)], job(2), 5):
        try:
            await asyncio.wait(bad)
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)
        for c in bad if isinstance(bad, list) else [bad]:
            if hasattr(c, "close"):
                c.close()
    g = asyncio.gather(job(1, 5), job(2, 5))
    await asyncio.sleep(0)
    g.cancel()
    try:
        await g
    except asyncio.CancelledError:
        print("gather cancelled", g.cancelled())
    async for f in aiter_done():
        print(f)


async def aiter_done():
    for t in [asyncio.create_task(job(i)) for i in "ab"]:
        yield await t


asyncio.run(main())
