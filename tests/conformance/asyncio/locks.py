# Lock, Event, Semaphore: order, cancellation, reprs, errors.
import asyncio


def shown(x):
    return repr(x).replace(hex(id(x)), "0x")


async def lock_order():
    lock = asyncio.Lock()
    print(shown(lock), lock.locked())
    order = []

    async def worker(n, rounds):
        for _ in range(rounds):
            async with lock:
                order.append(n)
                await asyncio.sleep(0)

    await lock.acquire()
    ts = [asyncio.create_task(worker(i, 2)) for i in range(3)]
    await asyncio.sleep(0)
    print(shown(lock))
    lock.release()
    await asyncio.gather(*ts)
    print(order)
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    print(await lock.acquire())
    async def use():
        async with lock as x:
            return x
    t = asyncio.create_task(use())
    await asyncio.sleep(0)
    lock.release()
    print(await t)


async def lock_cancel():
    lock = asyncio.Lock()
    await lock.acquire()
    got = []

    async def worker(n):
        await lock.acquire()
        got.append(n)
        lock.release()

    a, b, c = [asyncio.create_task(worker(i)) for i in range(3)]
    await asyncio.sleep(0)
    a.cancel()
    await asyncio.sleep(0)
    lock.release()
    b.cancel()
    await asyncio.gather(a, b, c, return_exceptions=True)
    print(got, lock.locked())
    # All waiters cancelled but still queued: a newcomer may take the lock.
    await lock.acquire()
    d = asyncio.create_task(worker(9))
    await asyncio.sleep(0)
    lock.release()
    print(lock.locked())
    d.cancel()
    print(shown(lock))
    await asyncio.sleep(0)
    print(await asyncio.wait_for(lock.acquire(), 1), got, d.cancelled() or d.cancelling())


async def events():
    ev = asyncio.Event()
    print(shown(ev), ev.is_set())
    ts = [asyncio.create_task(ev.wait()) for _ in range(3)]
    await asyncio.sleep(0)
    print(shown(ev))
    ts[1].cancel()
    ev.set()
    ev.clear()
    print(await asyncio.gather(*ts, return_exceptions=True))
    ev.set()
    print(shown(ev), await ev.wait())


async def semaphores():
    s = asyncio.Semaphore(2)
    print(shown(s), s.locked())
    await s.acquire()
    await s.acquire()
    print(shown(s), s.locked())
    got = []

    async def worker(n):
        async with s:
            got.append(n)
            await asyncio.sleep(0)

    ts = [asyncio.create_task(worker(i)) for i in range(4)]
    await asyncio.sleep(0)
    print(shown(s))
    s.release()
    ts[0].cancel()
    s.release()
    print(await asyncio.gather(*ts, return_exceptions=True), got)
    print(shown(s))
    s.release()
    print(shown(s))
    for bad in (-1,):
        try:
            asyncio.Semaphore(bad)
        except ValueError as e:
            print(e)
    b = asyncio.BoundedSemaphore(1)
    await b.acquire()
    b.release()
    try:
        b.release()
    except ValueError as e:
        print(e)
    print(shown(b), isinstance(b, asyncio.Semaphore))


async def errors():
    for make in (asyncio.Lock, asyncio.Event, asyncio.Condition, asyncio.Semaphore, asyncio.Barrier, asyncio.Queue):
        for args, kw in (((), {}), ((1, 2), {}), ((), {"loop": None})):
            try:
                make(*args, **kw)
            except TypeError as e:
                print(e)
    try:
        async with asyncio.Lock():
            raise KeyError("body")
    except KeyError as e:
        print("passed", e)
    try:
        with asyncio.Lock():
            pass
    except TypeError as e:
        print(e)


def other_loop():
    lock = asyncio.Lock()
    ev = asyncio.Event()

    async def contend():
        await lock.acquire()
        try:
            await asyncio.wait_for(lock.acquire(), 0.001)
        except TimeoutError:
            print("timeout")
        try:
            await asyncio.wait_for(ev.wait(), 0.001)
        except TimeoutError:
            print("timeout")

    async def again():
        for x, what in ((lock, lock.acquire()), (ev, ev.wait())):
            try:
                await what
            except RuntimeError as e:
                print(str(e).replace(hex(id(x)), "0x"))

    asyncio.run(contend())
    asyncio.run(again())


class Sub(asyncio.Lock):
    def __init__(self, name):
        super().__init__()
        self.name = name

    async def acquire(self):
        print("acquiring", self.name)
        return await super().acquire()

    def release(self):
        print("releasing", self.name)
        super().release()


async def subclasses():
    async with Sub("x") as nothing:
        print(nothing)
    cond = asyncio.Condition(Sub("y"))
    async with cond:
        t = asyncio.create_task(asyncio.wait_for(cond.wait(), 0.001))
        print(cond.locked())
        try:
            await asyncio.wait_for(cond.wait(), 0.001)
        except TimeoutError:
            print("timeout", cond.locked())
        t.cancel()


for f in (lock_order, lock_cancel, events, semaphores, errors, subclasses):
    print("--", f.__name__)
    asyncio.run(f())
other_loop()
