# The picture of section 4: a main thread and three sub-threads, two of them with a loop.
import _thread
import asyncio

N = 3
finished = [_thread.allocate_lock() for _ in range(N)]
results = [None] * N
loops = []


async def coroutine(n):
    total = 0
    for i in range(n):
        total += i
        await asyncio.sleep(0)
    loops.append(asyncio.get_running_loop())
    return total


def with_loop(index):
    async def several():
        return await asyncio.gather(*(coroutine(n) for n in (5, 10, 20)))

    results[index] = asyncio.run(several())
    finished[index].release()


def without_loop(index):
    results[index] = sum(range(100))
    finished[index].release()


for lock in finished:
    lock.acquire()
for index, target in enumerate((with_loop, without_loop, with_loop)):
    _thread.start_new_thread(target, (index,))
print(asyncio.run(coroutine(3)))
for lock in finished:
    lock.acquire()
print(results)
print(len({id(loop) for loop in loops}), all(loop.is_closed() for loop in loops))
