class ACM:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    async def __aenter__(self):
        await pause()
        print("aenter", self.n)
        return self.n * 10
    async def __aexit__(self, t, v, tb):
        await pause()
        print("aexit", self.n, t and t.__name__, v)
        return self.swallow


class P:
    def __await__(self): yield


def pause(): return P()


def drive(coro):
    while True:
        try:
            coro.send(None)
        except StopIteration as e:
            return e.value


async def main():
    async with ACM(1) as a, ACM(2) as b:
        print(a, b)
    async with (ACM(3), ACM(4) as d,):
        print(d)
    async with ACM(5, True):
        raise ValueError("swallowed")
    try:
        async with ACM(6):
            raise KeyError("k")
    except KeyError as e:
        print(repr(e))
    for i in range(2):
        async with ACM(i):
            if i == 0:
                continue
            break
    for bad in (object(), NoExit(), SyncOnly()):
        try:
            async with bad:
                pass
        except TypeError as e:
            print(e)
    try:
        with ACM(7):
            pass
    except TypeError as e:
        print(e)
    try:
        async with BadEnter():
            pass
    except TypeError as e:
        print(e)
    async with ACM(8):
        return "returned"


class NoExit:
    async def __aenter__(self): pass


class SyncOnly:
    def __enter__(self): pass
    def __exit__(self, *a): pass


class BadEnter:
    def __aenter__(self): return 5
    async def __aexit__(self, *a): pass


print(drive(main()))
async def fin():
    try:
        await P()
        return 1
    finally:
        await P()
        print("async finally")
print(drive(fin()))
