import asyncio


async def main():
    loop = asyncio.get_running_loop()

    def bad_callback(a):
        raise ValueError("in callback")

    loop.call_soon(bad_callback, 1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("after the callback", flush=True)
    t = asyncio.create_task(lost())
    await asyncio.sleep(0.01)
    del t
    print("after the lost task", flush=True)
    f = loop.create_future()
    f.set_exception(KeyError("lost future"))
    del f
    print("end", flush=True)


async def lost():
    raise RuntimeError("nobody looks")


asyncio.run(main())
