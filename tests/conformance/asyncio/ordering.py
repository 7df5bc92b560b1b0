# The exact interleaving of tasks, callbacks and futures.
import asyncio

log = []


async def child(name, n):
    for i in range(n):
        log.append(f"{name}{i}")
        await asyncio.sleep(0)
    return name


async def nested(name):
    log.append(name + " in")
    r = await child(name + ".", 2)
    log.append(name + " out " + r)


async def main():
    loop = asyncio.get_running_loop()
    a = asyncio.create_task(child("a", 2))
    loop.call_soon(log.append, "call_soon")
    b = asyncio.create_task(nested("b"))
    log.append("main before")
    await asyncio.sleep(0)
    log.append("main between")
    a.add_done_callback(lambda t: log.append("a done"))
    await b
    log.append("main after b")
    await a
    await asyncio.gather(child("g", 1), child("h", 2), nested("i"))
    log.append("main end")
    f = loop.create_future()
    async def setter():
        log.append("set")
        f.set_result(1)
        log.append("after set")
    async def getter(n):
        await f
        log.append(f"got {n}")
    await asyncio.gather(getter(1), setter(), getter(2))
    done = asyncio.create_task(child("z", 0))
    await asyncio.sleep(0)
    log.append("already done")
    await done
    log.append("awaited done task")


asyncio.run(main())
print(*log, sep="\n")
