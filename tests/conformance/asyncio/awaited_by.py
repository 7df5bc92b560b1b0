# Who waits for a future: recorded by a program, and by asyncio itself.
import asyncio


def attempt(name, function, *args):
    try:
        print(name, "->", function(*args))
    except Exception as error:
        print(name, "raised", type(error).__name__, error)


def waiting(future):
    found = future._asyncio_awaited_by
    return None if found is None else sorted(task.get_name() if isinstance(task, asyncio.Task) else "future" for task in found)


async def recorded():
    loop = asyncio.get_running_loop()
    future, other, me = loop.create_future(), loop.create_future(), asyncio.current_task()
    print(waiting(future))
    asyncio.future_add_to_awaited_by(future, me)
    asyncio.future_add_to_awaited_by(future, me)
    print(waiting(future), type(future._asyncio_awaited_by))
    asyncio.future_discard_from_awaited_by(future, me)
    print(waiting(future))
    for waiter in me, other:
        asyncio.future_add_to_awaited_by(future, waiter)
    print(waiting(future))
    for waiter in me, other, other:
        asyncio.future_discard_from_awaited_by(future, waiter)
        print(waiting(future))
    for function in asyncio.future_add_to_awaited_by, asyncio.future_discard_from_awaited_by:
        for args in (), (future,), (1, 2), (future, 1), (1, future), (future, future, future):
            attempt(function.__name__, function, *args)
    asyncio.future_add_to_awaited_by(other, me)
    graph = asyncio.capture_call_graph(other)
    print([len(entry.awaited_by) for entry in graph.awaited_by], asyncio.format_call_graph(other).count("Awaited by"))


async def by_asyncio():
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    async def inner():
        return await future

    async def outer():
        return await task

    task = asyncio.create_task(inner(), name="inner")
    await asyncio.sleep(0)
    above = asyncio.create_task(outer(), name="outer")
    await asyncio.sleep(0)
    print(waiting(future), waiting(task), waiting(above))
    asyncio.future_add_to_awaited_by(future, above)
    print(waiting(future))
    future.set_result(1)
    await above
    print(waiting(future), waiting(task))

    print("-- gather and shield let go")

    async def fails():
        raise ValueError

    async def survives():
        await asyncio.Future()

    survivor = asyncio.create_task(survives(), name="survivor")
    try:
        await asyncio.gather(survivor, fails())
    except ValueError:
        print(not survivor._asyncio_awaited_by)
    shielded = asyncio.shield(survivor)
    await asyncio.sleep(0)
    print(waiting(survivor))
    shielded.cancel()
    await asyncio.sleep(0)
    print(not survivor._asyncio_awaited_by, bool(survivor._callbacks))
    survivor.cancel()
    try:
        await survivor
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(recorded(), debug=False)
asyncio.run(by_asyncio())

print("-- the message of a cancelled gather, in this order the checks of wait")


async def gathers():
    while True:
        await asyncio.gather(asyncio.sleep(1), return_exceptions=True)


async def cancels(*args):
    task = asyncio.create_task(gathers())
    await asyncio.sleep(0.01)
    task.cancel(*args)
    try:
        await task
    except asyncio.CancelledError as error:
        print(error.args)


async def waits():
    for args, when in (([], "FIRST"), (["no future"], -1), (5, "ALL_COMPLETED")):
        try:
            await asyncio.wait(args, return_when=when)
        except Exception as error:
            print(type(error).__name__, error)
    coroutine = asyncio.sleep(1)
    for when in -1, "ALL_COMPLETED":
        try:
            await asyncio.wait([coroutine], return_when=when)
        except Exception as error:
            print(type(error).__name__, error)
    coroutine.close()


for args in (), (None,), ("my message",), (5,):
    asyncio.run(cancels(*args))
asyncio.run(waits())
