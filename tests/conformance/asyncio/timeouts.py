import asyncio


async def slow():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("slow cancelled")
        raise


async def main():
    try:
        await asyncio.wait_for(slow(), 0.01)
    except TimeoutError as e:
        print("TimeoutError", e.args, type(e.__cause__).__name__)
    print(await asyncio.wait_for(asyncio.sleep(0, "fast"), 1), await asyncio.wait_for(asyncio.sleep(0, "none"), None))
    try:
        await asyncio.wait_for(slow(), 0)
    except TimeoutError:
        print("zero timeout")
    try:
        async with asyncio.timeout(0.01) as cm:
            await slow()
    except TimeoutError:
        print("timeout", cm.expired())
    async with asyncio.timeout(5) as cm:
        print(cm.expired(), cm.when() > 0)
    async with asyncio.timeout(None) as cm:
        print(cm.when())
        cm.reschedule(asyncio.get_running_loop().time() + 1)
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout_at(loop.time() + 0.01):
            await asyncio.sleep(1)
    except TimeoutError:
        print("timeout_at")
    try:
        async with asyncio.timeout(1):
            raise KeyError("inside")
    except KeyError as e:
        print(repr(e))
    try:
        async with asyncio.timeout(0.01):
            try:
                async with asyncio.timeout(5):
                    await slow()
            except TimeoutError:
                print("inner, wrong")
    except TimeoutError:
        print("outer")
    t = asyncio.create_task(asyncio.sleep(0.02, "kept"))
    try:
        await asyncio.wait_for(asyncio.shield(t), 0.001)
    except TimeoutError:
        print(await t)
    t = asyncio.create_task(asyncio.wait_for(slow(), 10))
    await asyncio.sleep(0.01)
    t.cancel()
    print(await asyncio.gather(t, return_exceptions=True))
    cm = asyncio.timeout(1)
    async with cm:
        pass
    try:
        async with cm:
            pass
    except RuntimeError as e:
        print(e)
    print(asyncio.TimeoutError is TimeoutError)
    async def fail():
        raise ValueError("v")
    try:
        await asyncio.wait_for(fail(), 1)
    except ValueError as e:
        print(e)


asyncio.run(main())
