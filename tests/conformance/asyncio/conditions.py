# Condition and Barrier.
import asyncio


def shown(x):
    return repr(x).replace(hex(id(x)), "0x")


async def conditions():
    cond = asyncio.Condition()
    print(shown(cond))
    for call in (lambda: cond.notify(), lambda: cond.notify_all()):
        try:
            call()
        except RuntimeError as e:
            print(e)
    try:
        await cond.wait()
    except RuntimeError as e:
        print(e)
    woken = []

    async def waiter(n):
        async with cond:
            print(n, await cond.wait())
            woken.append(n)

    ts = [asyncio.create_task(waiter(i)) for i in range(5)]
    await asyncio.sleep(0)
    async with cond:
        print(shown(cond))
        cond.notify(2)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(woken, shown(cond))
    ts[2].cancel()
    async with cond:
        cond.notify_all()
    print(await asyncio.gather(*ts, return_exceptions=True), woken)


async def predicates():
    cond = asyncio.Condition()
    value = 0

    async def waiter():
        async with cond:
            return await cond.wait_for(lambda: value >= 2 and "yes")

    t = asyncio.create_task(waiter())
    for _ in range(3):
        await asyncio.sleep(0)
        async with cond:
            value += 1
            cond.notify()
    print(await t, value)

    async def bad():
        async with cond:
            await cond.wait_for(lambda: 1 / 0)
    try:
        await bad()
    except ZeroDivisionError as e:
        print(e, cond.locked())


async def cancelled_while_relocking():
    cond = asyncio.Condition()

    async def waiter():
        async with cond:
            try:
                await cond.wait()
            except asyncio.CancelledError as e:
                print("cancelled", e.args, cond.locked())
                raise

    t = asyncio.create_task(waiter())
    await asyncio.sleep(0)
    await cond.acquire()
    cond.notify()
    await asyncio.sleep(0)
    t.cancel("one")
    await asyncio.sleep(0)
    t.cancel("two")
    await asyncio.sleep(0)
    print(t.done())
    cond.release()
    try:
        await t
    except asyncio.CancelledError as e:
        print("out", e.args)
    print(cond.locked())


async def notified_and_cancelled():
    # A waiter that was notified and cancelled at once passes the notification on.
    cond = asyncio.Condition()
    got = []

    async def waiter(n):
        async with cond:
            await cond.wait()
            got.append(n)

    a = asyncio.create_task(waiter("a"))
    b = asyncio.create_task(waiter("b"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    async with cond:
        cond.notify()
        a.cancel()
    await asyncio.wait([a, b], timeout=1)
    print(a.cancelled(), b.done(), got)


async def shared_lock():
    lock = asyncio.Lock()
    c1, c2 = asyncio.Condition(lock), asyncio.Condition(lock)
    async with c1:
        print(lock.locked(), c2.locked())
        try:
            c2.notify()
            print("notified")
        except RuntimeError as e:
            print(e)
    print(c1.locked())


async def barriers():
    b = asyncio.Barrier(3)
    print(shown(b), b.parties, b.n_waiting, b.broken)
    out = []

    async def worker(n):
        async with b as position:
            out.append((n, position))
        await asyncio.sleep(0)
        out.append((n, await b.wait()))

    await asyncio.gather(*(worker(i) for i in range(3)))
    print(sorted(out))
    t = asyncio.create_task(b.wait())
    await asyncio.sleep(0)
    print(shown(b), b.n_waiting)
    await b.reset()
    try:
        await t
    except asyncio.BrokenBarrierError as e:
        print(type(e), e)
    print(shown(b))
    t = asyncio.create_task(b.wait())
    await asyncio.sleep(0)
    await b.abort()
    try:
        await t
    except asyncio.BrokenBarrierError as e:
        print(e)
    try:
        await b.wait()
    except asyncio.BrokenBarrierError as e:
        print(e)
    print(shown(b), b.broken)
    await b.reset()
    print(shown(b), b.broken)
    t = asyncio.create_task(b.wait())
    await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled", b.n_waiting)
    try:
        asyncio.Barrier(0)
    except ValueError as e:
        print(e)
    print(await asyncio.Barrier(1).wait())


for f in (conditions, predicates, cancelled_while_relocking, notified_and_cancelled, shared_lock, barriers):
    print("--", f.__name__)
    asyncio.run(f())
print(asyncio.BrokenBarrierError.__mro__)
