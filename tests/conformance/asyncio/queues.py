# Queue, PriorityQueue, LifoQueue, shutdown.
import asyncio


def shown(x):
    return repr(x).replace(hex(id(x)), "0x")


async def plain():
    q = asyncio.Queue(maxsize=2)
    print(shown(q), str(q), q.maxsize, q.qsize(), q.empty(), q.full())
    q.put_nowait("a")
    await q.put("b")
    print(shown(q), q.full())
    try:
        q.put_nowait("c")
    except asyncio.QueueFull as e:
        print(repr(e))
    putter = asyncio.create_task(q.put("c"))
    await asyncio.sleep(0)
    print(shown(q))
    print(q.get_nowait(), await q.get(), await q.get())
    await putter
    try:
        q.get_nowait()
    except asyncio.QueueEmpty as e:
        print(repr(e))
    getters = [asyncio.create_task(q.get()) for _ in range(2)]
    await asyncio.sleep(0)
    print(shown(q))
    q.put_nowait(1)
    q.put_nowait(2)
    print(await asyncio.gather(*getters))
    for _ in range(5):
        q.task_done()
    try:
        q.task_done()
    except ValueError as e:
        print(e)
    await q.join()


async def orders():
    p = asyncio.PriorityQueue()
    for x in (5, 1, 4, 1, 3):
        await p.put(x)
    print(shown(p))
    print([p.get_nowait() for _ in range(5)])
    l = asyncio.LifoQueue(3)
    for x in "abc":
        l.put_nowait(x)
    print(shown(l), [await l.get() for _ in range(3)])
    try:
        p.put_nowait(1)
        p.put_nowait("x")
    except TypeError as e:
        print(e)


async def cancellation():
    q = asyncio.Queue(1)
    a = asyncio.create_task(q.get())
    b = asyncio.create_task(q.get())
    await asyncio.sleep(0)
    q.put_nowait("x")
    a.cancel()
    print(await asyncio.gather(a, b, return_exceptions=True))
    q.put_nowait("full")
    a = asyncio.create_task(q.put("a"))
    b = asyncio.create_task(q.put("b"))
    await asyncio.sleep(0)
    q.get_nowait()
    a.cancel()
    print(await asyncio.gather(a, b, return_exceptions=True), shown(q))


async def joining():
    q = asyncio.Queue()
    done = []

    async def worker():
        while True:
            x = await q.get()
            await asyncio.sleep(0)
            done.append(x)
            q.task_done()

    ws = [asyncio.create_task(worker()) for _ in range(3)]
    for i in range(10):
        q.put_nowait(i)
    print(shown(q))
    await q.join()
    print(sorted(done))
    for w in ws:
        w.cancel()
    print(await asyncio.gather(*ws, return_exceptions=True))


async def shutdowns():
    q = asyncio.Queue(2)
    q.put_nowait(1)
    q.put_nowait(2)
    putter = asyncio.create_task(q.put(3))
    joiner = asyncio.create_task(q.join())
    await asyncio.sleep(0)
    q.shutdown()
    print(shown(q))
    try:
        await putter
    except asyncio.QueueShutDown as e:
        print(repr(e))
    for call in (lambda: q.put_nowait(4),):
        try:
            call()
        except asyncio.QueueShutDown as e:
            print(repr(e))
    print(await q.get(), q.get_nowait())
    try:
        await q.get()
    except asyncio.QueueShutDown as e:
        print(repr(e))
    try:
        q.get_nowait()
    except asyncio.QueueShutDown as e:
        print(repr(e))
    q.task_done()
    q.task_done()
    await joiner
    q = asyncio.Queue()
    for i in range(3):
        q.put_nowait(i)
    joiner = asyncio.create_task(q.join())
    await asyncio.sleep(0)
    q.shutdown(immediate=True)
    await joiner
    print(shown(q))
    q = asyncio.Queue()
    getters = [asyncio.create_task(q.get()) for _ in range(2)]
    await asyncio.sleep(0)
    q.shutdown()
    print(await asyncio.gather(*getters, return_exceptions=True))


class Uniq(asyncio.Queue):
    def _init(self, maxsize):
        print("init", maxsize)
        self._queue = []
        self.seen = set()

    def _put(self, item):
        if item not in self.seen:
            self.seen.add(item)
            self._queue.append(item)

    def _get(self):
        return self._queue.pop()


async def subclass():
    q = Uniq(3)
    for x in (1, 1, 2):
        await q.put(x)
    print(shown(q), q.qsize(), q.full(), q.empty())
    print(await q.get(), q.get_nowait(), q.empty())
    t = asyncio.create_task(q.get())
    await asyncio.sleep(0)
    q.put_nowait(7)
    print(await t)


for f in (plain, orders, cancellation, joining, shutdowns, subclass):
    print("--", f.__name__)
    asyncio.run(f())
print(asyncio.Queue[int], asyncio.QueueShutDown.__mro__, asyncio.QueueEmpty.__module__)
q = asyncio.Queue()
q.put_nowait(1)
print(asyncio.run(q.get()))
