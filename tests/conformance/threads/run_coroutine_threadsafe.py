import _thread
import asyncio


async def add(a, b):
    await asyncio.sleep(0.01)
    return a + b


async def fail():
    raise KeyError("in the loop")


def client(loop, out, done):
    future = asyncio.run_coroutine_threadsafe(add(1, 2), loop)
    out.append(future.result())
    future = asyncio.run_coroutine_threadsafe(fail(), loop)
    try:
        future.result(timeout=5)
    except KeyError as e:
        out.append(repr(e))
    out.append(type(future.exception()).__name__)
    out.append(future.done())
    loop.call_soon_threadsafe(done.set_result, "finished")


async def main():
    loop = asyncio.get_running_loop()
    out, done = [], loop.create_future()
    _thread.start_new_thread(client, (loop, out, done))
    print(await done)
    print(out)


asyncio.run(main())
