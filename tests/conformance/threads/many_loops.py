# 200 threads, each with a loop of its own, all at once.
import _thread
import asyncio

COUNT = 200
_thread.stack_size(2 << 20)
results = []
done = _thread.allocate_lock()
done.acquire()
guard = _thread.allocate_lock()


async def work(n):
    queue = asyncio.Queue(2)

    async def producer():
        for i in range(5):
            await queue.put(i)
            await asyncio.sleep(0)
        queue.shutdown()

    total = 0
    async with asyncio.TaskGroup() as tg:
        tg.create_task(producer())
        try:
            while True:
                total += await queue.get()
                await asyncio.sleep(0.0001)
        except asyncio.QueueShutDown:
            pass
    return n, total


def thread(n):
    result = asyncio.run(work(n))
    with guard:
        results.append(result)
        if len(results) == COUNT:
            done.release()


for n in range(COUNT):
    _thread.start_new_thread(thread, (n,))
done.acquire()
print(len(results), sorted(n for n, _ in results) == list(range(COUNT)), {t for _, t in results})
