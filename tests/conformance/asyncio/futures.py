import asyncio


async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    print(repr(f), f.done(), f.get_loop() is loop, type(f).__name__)
    for g in (f.result, f.exception):
        try:
            g()
        except asyncio.InvalidStateError as e:
            print(e)
    f.add_done_callback(lambda x: print("callback", x.result()))
    f.set_result(5)
    print(repr(f), f.result(), f.exception())
    for g in (lambda: f.set_result(1), lambda: f.set_exception(ValueError())):
        try:
            g()
        except asyncio.InvalidStateError as e:
            print(e)
    print(await f, f.cancel())
    f.add_done_callback(lambda x: print("late callback"))
    await asyncio.sleep(0)
    f = loop.create_future()
    f.set_exception(ValueError("boom"))
    print(repr(f), repr(f.exception()))
    try:
        await f
    except ValueError as e:
        print(e)
    f = loop.create_future()
    f.set_exception(KeyError)
    try:
        f.result()
    except KeyError as e:
        print(repr(e))
    f = loop.create_future()
    for bad in (5, StopIteration()):
        try:
            f.set_exception(bad)
            print(repr(f.exception()))
        except TypeError as e:
            print(e)
    f = asyncio.Future()
    order = []
    for i in range(3):
        f.add_done_callback(lambda x, i=i: order.append(i))
    f.set_result(None)
    print(order)
    await asyncio.sleep(0)
    print(order)
    async def waiter(f):
        return await f
    f = loop.create_future()
    ws = [asyncio.create_task(waiter(f)) for _ in range(3)]
    await asyncio.sleep(0)
    f.set_result("all")
    print([await w for w in ws])
    class Custom:
        def __await__(self):
            x = yield from asyncio.sleep(0, "custom").__await__()
            return x
    print(await Custom(), await asyncio.gather(Custom(), return_exceptions=True) if False else "")
    async def bad_yield():
        class Y:
            def __await__(self): yield 5
        await Y()
    try:
        await asyncio.create_task(bad_yield())
    except RuntimeError as e:
        print(e)
    f = loop.create_future()
    class NoAwait:
        def __await__(self): yield f
    async def wrong(): await NoAwait()
    try:
        await asyncio.create_task(wrong())
    except RuntimeError as e:
        print(str(e).split(" in task ")[0])


asyncio.run(main())
try:
    asyncio.Future()
except RuntimeError as e:
    print(e)
