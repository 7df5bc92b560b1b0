"""Awaiting what is awaited already, and what `__anext__` should not have given."""


class Nop:
    def __await__(self):
        yield


async def coroutine():
    await Nop()


async def waiter(coro):
    await coro


coro = coroutine()
coro.send(None)
try:
    waiter(coro).send(None)
except RuntimeError as e:
    print(e)
coro.close()


class F:
    def __aiter__(self):
        return self

    def __anext__(self):
        return self

    def __await__(self):
        1 / 0


class G(F):
    __anext__ = lambda self: 5


class H(F):
    async def anext(self):
        pass

    __anext__ = lambda self: Async()


class Async:
    def __await__(self):
        return Nop()


async def main(iterable):
    async for _ in iterable:
        pass


for iterable in (F(), G(), H()):
    try:
        main(iterable).send(None)
    except TypeError as e:
        print(e, "|", repr(e.__cause__), e.__context__ is e.__cause__, e.__suppress_context__)
