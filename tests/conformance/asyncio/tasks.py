import asyncio


async def child(n):
    await asyncio.sleep(0)
    return n


async def failing():
    await asyncio.sleep(0)
    raise KeyError("child")


async def main():
    t = asyncio.create_task(child(1), name="named")
    print(t.get_name(), t.done(), t.cancelled(), type(t).__name__, asyncio.current_task().get_name(), t in asyncio.all_tasks(), len(asyncio.all_tasks()))
    for code in (t.result, t.exception):
        try:
            code()
        except asyncio.InvalidStateError as e:
            print(type(e).__name__, e)
    print(await t, t.done(), t.result(), t.exception(), await t)
    t = asyncio.create_task(failing())
    try:
        await t
    except KeyError as e:
        print(repr(e), t.exception() is e, t.done())
    t = asyncio.create_task(child(2))
    order = []
    t.add_done_callback(lambda f: order.append(("cb1", f.result())))
    t.add_done_callback(order.append)
    print(t.remove_done_callback(order.append))
    await t
    await asyncio.sleep(0)
    print(order)
    t.set_name(5)
    print(t.get_name(), t.get_coro().__name__, t.get_loop() is asyncio.get_running_loop())
    for f in (lambda: t.set_result(1), lambda: t.set_exception(ValueError()), lambda: asyncio.create_task(5), lambda: asyncio.create_task(child), lambda: asyncio.ensure_future(5)):
        try:
            f()
        except (RuntimeError, TypeError) as e:
            print(type(e).__name__, e)
    a = asyncio.create_task(child("a"))
    print(repr(a).startswith("<Task pending name='Task-"), "coro=<child() running at" in repr(a))
    await a
    print(repr(a).startswith("<Task finished name='Task-"), repr(a).endswith("result='a'>"))
    print(await asyncio.ensure_future(child(9)), asyncio.isfuture(a), asyncio.iscoroutine(c := child(1)), asyncio.isfuture(5))
    c.close()
    results = []
    async def worker(n):
        for i in range(3):
            results.append((n, i))
            await asyncio.sleep(0)
    await asyncio.gather(worker("x"), worker("y"))
    print(results)
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    loop.call_soon(f.set_result, "from call_soon")
    print(await f)


asyncio.run(main())
try:
    asyncio.create_task(c := child(1))
except RuntimeError as e:
    print(e)
c.close()
try:
    asyncio.current_task()
except RuntimeError as e:
    print(e)
