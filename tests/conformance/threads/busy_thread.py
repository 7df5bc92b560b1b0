# A thread that computes all the time does not keep another thread's loop waiting for long.
import _thread
import asyncio
import time

stop = False


def busy():
    n = 0
    while not stop:
        n += 1


async def main():
    late = []
    for _ in range(100):
        before = time.perf_counter()
        await asyncio.sleep(0.002)
        late.append(time.perf_counter() - before - 0.002)
    late.sort()
    return late


_thread.start_new_thread(busy, ())
late = asyncio.run(main())
stop = True
# The bar is 20 ms at the 99th percentile on an idle machine; here it must only not starve.
print(late[50] < 0.5, late[98] < 2)
