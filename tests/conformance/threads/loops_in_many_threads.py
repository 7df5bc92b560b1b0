import _thread
import asyncio

N = 8
gates = [_thread.allocate_lock() for _ in range(N)]
out = [None] * N


async def fib(n):
    if n < 2:
        await asyncio.sleep(0)
        return n
    a, b = await asyncio.gather(fib(n - 1), fib(n - 2))
    return a + b


def run(i):
    try:
        out[i] = asyncio.run(fib(i))
    finally:
        gates[i].release()


for gate in gates:
    gate.acquire()
for i in range(N):
    _thread.start_new_thread(run, (i,))
for gate in gates:
    gate.acquire()
print(out)
