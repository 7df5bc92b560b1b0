import asyncio


class Queue:
    def __init__(self, maxsize):
        self.maxsize, self.items, self.getters, self.putters = maxsize, [], [], []

    async def put(self, item):
        while len(self.items) >= self.maxsize:
            f = asyncio.get_running_loop().create_future()
            self.putters.append(f)
            await f
        self.items.append(item)
        self.wake(self.getters)

    async def get(self):
        while not self.items:
            f = asyncio.get_running_loop().create_future()
            self.getters.append(f)
            await f
        item = self.items.pop(0)
        self.wake(self.putters)
        return item

    @staticmethod
    def wake(waiters):
        while waiters:
            f = waiters.pop(0)
            if not f.done():
                f.set_result(None)
                break


class RateLimiter:
    def __init__(self, limit):
        self.limit, self.active, self.peak, self.waiting = limit, 0, 0, []

    async def __aenter__(self):
        while self.active >= self.limit:
            f = asyncio.get_running_loop().create_future()
            self.waiting.append(f)
            await f
        self.active += 1
        self.peak = max(self.peak, self.active)

    async def __aexit__(self, *exc):
        self.active -= 1
        if self.waiting:
            self.waiting.pop(0).set_result(None)


async def fetch(limiter, n):
    async with limiter:
        await asyncio.sleep(0.001)
        if n % 7 == 3:
            raise ConnectionError(f"page {n}")
        return {"page": n, "links": [n * 2, n * 2 + 1]}


async def retry(make, times):
    for attempt in range(times):
        try:
            return await make()
        except ConnectionError as e:
            last = e
            await asyncio.sleep(0)
    raise last


async def crawl(start, limit):
    limiter, seen, results, failed = RateLimiter(3), {start}, [], []
    front = [start]
    while front:
        pages = await asyncio.gather(*(retry(lambda n=n: fetch(limiter, n), 2) for n in front), return_exceptions=True)
        failed += [str(p) for p in pages if isinstance(p, Exception)]
        good = [p for p in pages if not isinstance(p, Exception)]
        results += [p["page"] for p in good]
        front = sorted({link for p in good for link in p["links"] if link <= limit} - seen)
        seen.update(front)
    return results, failed, limiter.peak


async def producer(q, n):
    for i in range(n):
        await q.put(i)
    await q.put(None)


async def worker(name, q, out):
    while (item := await q.get()) is not None:
        await asyncio.sleep(0)
        out.append((name, item * item))
    await q.put(None)


async def main():
    print(await crawl(1, 40))
    q, out = Queue(2), []
    workers = [asyncio.create_task(worker(f"w{i}", q, out), name=f"w{i}") for i in range(3)]
    q.maxsize = 4
    await producer(q, 20)
    await asyncio.gather(*workers)
    print(sorted(v for _, v in out), len({n for n, _ in out}))
    tick = []
    async def ticker():
        while True:
            tick.append(len(tick))
            await asyncio.sleep(0.002)
    t = asyncio.create_task(ticker())
    while len(tick) < 5:
        await asyncio.sleep(0.001)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("ticked", len(tick) > 3)


asyncio.run(main())
