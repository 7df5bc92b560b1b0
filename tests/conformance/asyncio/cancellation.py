import asyncio


async def sleeper(log, name):
    try:
        log.append(name + " start")
        await asyncio.sleep(10)
    except asyncio.CancelledError as e:
        log.append(f"{name} cancelled {e.args}")
        raise
    finally:
        log.append(name + " finally")


async def stubborn():
    for _ in range(2):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            pass
    return "survived"


async def main():
    log = []
    t = asyncio.create_task(sleeper(log, "a"))
    await asyncio.sleep(0)
    print(t.cancel("msg"), t.cancelling(), t.cancelled())
    try:
        await t
    except asyncio.CancelledError as e:
        print("main sees", e.args, t.cancelled(), t.done())
    print(log, t.cancel())
    try:
        t.result()
    except asyncio.CancelledError as e:
        print("result raises", e.args)
    t = asyncio.create_task(sleeper([], "never started"))
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("cancelled before start")
    t = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.sleep(0)
    t.cancel()
    print(await t, t.cancelling(), t.uncancel(), t.uncancel(), t.uncancel())
    inner = asyncio.create_task(sleeper(log := [], "inner"))
    async def outer():
        await inner
    o = asyncio.create_task(outer())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    o.cancel()
    print(await asyncio.gather(o, inner, return_exceptions=True), log)
    inner = asyncio.create_task(asyncio.sleep(0.01, "shielded result"))
    async def shielded():
        return await asyncio.shield(inner)
    o = asyncio.create_task(shielded())
    await asyncio.sleep(0)
    o.cancel()
    print(await asyncio.gather(o, return_exceptions=True), await inner)
    me = asyncio.current_task()
    me.cancel()
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        print("self cancelled", me.cancelling(), me.uncancel())
    f = asyncio.get_running_loop().create_future()
    print(f.cancel("why"), f.cancelled(), f.cancel())
    try:
        await f
    except asyncio.CancelledError as e:
        print(e.args)
    print(issubclass(asyncio.CancelledError, Exception), asyncio.CancelledError.__mro__[1].__name__)


asyncio.run(main())
async def forever():
    try:
        await asyncio.sleep(100)
    finally:
        print("cleaned at shutdown")
async def leave():
    asyncio.create_task(forever())
    await asyncio.sleep(0)
    return "left"
print(asyncio.run(leave()))
