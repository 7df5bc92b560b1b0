# Shared by async_generators.py and async_generators_errors.py.


class Pause:
    def __await__(self):
        yield "pause"


def drive(coro):
    steps = 0
    while True:
        try:
            coro.send(None)
            steps += 1
        except StopIteration as e:
            return e.value, steps


async def agen(n):
    try:
        for i in range(n):
            await Pause()
            got = yield i
            if got:
                print("got", got)
    finally:
        print("agen finally")


async def add(x):
    await Pause()
    return x + 100


class BadAiter:
    def __aiter__(self): return 5


class Counter:
    def __init__(self, n): self.n, self.i = n, -1
    def __aiter__(self): return self
    async def __anext__(self):
        self.i += 1
        if self.i >= self.n:
            raise StopAsyncIteration
        return self.i


async def same():
    g = agen(2)
    t = g.__anext__()
    t.send(None)
    try:
        g.__anext__().send(None)
    except RuntimeError as e:
        print(e)
    t.close()
