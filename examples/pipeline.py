# A pipeline of coroutines connected by a bounded queue, which is written here on nothing but futures.

import asyncio
import sys


class Channel:
    """A bounded first-in first-out queue that ends: `async for item in channel`."""

    def __init__(self, size: int):
        self.size = size
        self.items = []
        self.waiters = []
        self.closed = False

    async def _wait(self):
        future = asyncio.get_running_loop().create_future()
        self.waiters.append(future)
        await future

    def _wake(self):
        waiters, self.waiters = self.waiters, []
        for future in waiters:
            if not future.done():
                future.set_result(None)

    async def put(self, item):
        while len(self.items) >= self.size:
            await self._wait()
        self.items.append(item)
        self._wake()

    def close(self):
        self.closed = True
        self._wake()

    def __aiter__(self):
        return self

    async def __anext__(self):
        while not self.items:
            if self.closed:
                raise StopAsyncIteration
            await self._wait()
        item = self.items.pop(0)
        self._wake()
        return item


async def source(out: Channel, limit: int):
    for number in range(2, limit):
        await out.put(number)
    out.close()


async def keep(incoming: Channel, out: Channel, test):
    async for item in incoming:
        if test(item):
            await out.put(item)
    out.close()


async def sink(incoming: Channel) -> list[int]:
    return [item async for item in incoming]


def is_prime(n: int) -> bool:
    return all(n % d for d in range(2, int(n**0.5) + 1))


async def main() -> int:
    numbers, odd, primes = Channel(4), Channel(4), Channel(2)
    *_, result = await asyncio.gather(
        source(numbers, 100),
        keep(numbers, odd, lambda n: n % 2 or n == 2),
        keep(odd, primes, is_prime),
        sink(primes),
    )
    print(len(result), "primes:", *result)
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
