# The loop goes on while a thread blocks.
import asyncio
import time


def block():
    time.sleep(0.2)
    return "blocked"


async def tick(log):
    for i in range(3):
        log.append(i)
        await asyncio.sleep(0.01)


async def main():
    log = []
    result, _ = await asyncio.gather(asyncio.to_thread(block), tick(log))
    log.append(result)
    print(log)


asyncio.run(main())
