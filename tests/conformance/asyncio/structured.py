import asyncio


async def job(n, fail=False):
    try:
        await asyncio.sleep(0.01 * n)
        if fail:
            raise ValueError(n)
        return n
    except asyncio.CancelledError:
        print("cancelled", n)
        raise


async def main():
    async with asyncio.TaskGroup() as tg:
        ts = [tg.create_task(job(i)) for i in range(3)]
    print([t.result() for t in ts])
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(job(1, True))
            tg.create_task(job(50))
            await job(60)
    except* ValueError as eg:
        print(repr(eg))
    lock = asyncio.Lock()
    order = []
    async def locked(n):
        async with lock:
            order.append((n, "in"))
            await asyncio.sleep(0)
            order.append((n, "out"))
    await asyncio.gather(*(locked(i) for i in range(3)))
    print(order, lock.locked())
    q = asyncio.Queue(2)
    got = []
    async def producer():
        for i in range(5):
            await q.put(i)
        await q.put(None)
    async def consumer():
        while (x := await q.get()) is not None:
            got.append(x)
    await asyncio.gather(producer(), consumer())
    print(got, q.qsize(), q.empty())
    ev = asyncio.Event()
    async def waiter(): await ev.wait(); return "woken"
    t = asyncio.create_task(waiter())
    await asyncio.sleep(0)
    ev.set()
    print(await t, ev.is_set())
    sem = asyncio.Semaphore(2)
    active, peak = 0, 0
    async def limited():
        nonlocal active, peak
        async with sem:
            active += 1
            peak = max(peak, active)
            await asyncio.sleep(0)
            active -= 1
    await asyncio.gather(*(limited() for _ in range(6)))
    print(peak)


asyncio.run(main())
