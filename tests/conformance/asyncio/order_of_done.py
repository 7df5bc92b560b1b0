"""In which iteration of the loop something happens: timeouts that are past, waits for what is done, closed generators."""

import asyncio


async def count(name, n):
    for i in range(n):
        print(name, i)
        await asyncio.sleep(0)
    return name


async def past(when):
    try:
        async with asyncio.timeout(None) as timeout:
            timeout.reschedule(when)
            await asyncio.sleep(0)
            print("not late")
    except TimeoutError:
        print("late", timeout.expired())


async def waits():
    done = [asyncio.create_task(count("a", 1)), asyncio.create_task(count("b", 2))]
    await asyncio.gather(*done)
    for when in (asyncio.FIRST_COMPLETED, asyncio.ALL_COMPLETED):
        task = asyncio.create_task(count("c", 4))
        finished, pending = await asyncio.wait([*done, task], return_when=when)
        print(len(finished), len(pending))
        await task
    print(len((await asyncio.wait(done))[0]))


async def numbers(n):
    try:
        for i in range(n):
            yield i
    finally:
        print("closed", n)


async def dropped():
    async for i in numbers(9):
        break
    for i in range(4):
        print("after", i)
        await asyncio.sleep(0)


async def messages():
    tasks = [asyncio.create_task(count("m", 3)) for _ in range(2)]
    tasks[0].cancel("early")
    await asyncio.sleep(0)
    tasks[1].cancel("late")
    future = asyncio.get_running_loop().create_future()
    future.cancel("future")
    print(await asyncio.gather(*tasks, future, return_exceptions=True))
    print([t._cancel_message for t in (*tasks, future)])


async def gathers(return_exceptions):
    tasks = [asyncio.create_task(count("g", 0)), asyncio.create_task(count("h", 5))]
    tasks[0].cancel()
    await asyncio.sleep(0)
    print([t.done() for t in tasks])
    print(await asyncio.gather(*tasks, count("i", 0), return_exceptions=return_exceptions))


async def gathered():
    tasks = [asyncio.create_task(count("j", 1)) for _ in range(2)]
    other = asyncio.create_task(count("k", 9))
    await asyncio.wait(tasks)
    print(await asyncio.gather(*tasks), await asyncio.gather())
    other.cancel()


asyncio.run(past(0))
asyncio.run(past(-5.0))
asyncio.run(waits())
asyncio.run(dropped())
asyncio.run(messages())
asyncio.run(gathered())
asyncio.run(gathers(True))
try:
    asyncio.run(gathers(False))
except asyncio.CancelledError as e:
    print(repr(e))
