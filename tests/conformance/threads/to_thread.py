import _thread
import asyncio
import time


def blocking(n, *, factor=1):
    time.sleep(0.01)
    return n * factor, _thread.get_ident()


async def main():
    here = _thread.get_ident()
    value, ident = await asyncio.to_thread(blocking, 21, factor=2)
    print(value, ident != here)
    results = await asyncio.gather(*(asyncio.to_thread(blocking, i) for i in range(5)))
    print([value for value, _ in results], all(ident != here for _, ident in results))
    try:
        await asyncio.to_thread(lambda: 1 / 0)
    except ZeroDivisionError as e:
        print("raised in thread:", e)
    try:
        await asyncio.to_thread(asyncio.get_running_loop)
    except RuntimeError as e:
        print(e)


asyncio.run(main())
