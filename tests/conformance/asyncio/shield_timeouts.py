# shield, timeout, timeout_at, reschedule, wait_for.
import asyncio


async def shields():
    log = []

    async def inner():
        await asyncio.sleep(0.01)
        log.append("inner ends")
        return "value"

    print(await asyncio.shield(inner()))
    t = asyncio.create_task(inner())

    async def outer():
        await asyncio.shield(t)
    o = asyncio.create_task(outer())
    await asyncio.sleep(0)
    o.cancel()
    print(await asyncio.gather(o, return_exceptions=True), t.done())
    print(await t, log)
    t = asyncio.create_task(inner())
    s = asyncio.shield(t)
    await asyncio.sleep(0)
    t.cancel()
    print(await asyncio.gather(s, return_exceptions=True), s.cancelled())
    done = asyncio.get_running_loop().create_future()
    done.set_result(1)
    print(asyncio.shield(done) is done)

    async def fails():
        await asyncio.sleep(0)
        raise ValueError("inner")
    try:
        await asyncio.shield(fails())
    except ValueError as e:
        print(e)


async def timeouts():
    loop = asyncio.get_running_loop()
    t = asyncio.timeout(10)
    print(t, t.when() > loop.time(), t.expired())
    try:
        t.reschedule(1)
    except RuntimeError as e:
        print(e)
    async with t as same:
        print(same is t, repr(t).split("when")[0])
        t.reschedule(None)
        print(t, t.when())
    print(t)
    for call in (lambda: t.reschedule(1),):
        try:
            call()
        except RuntimeError as e:
            print(e)
    try:
        async with t:
            pass
    except RuntimeError as e:
        print(e)
    try:
        async with asyncio.timeout(0.01) as t:
            await asyncio.sleep(10)
    except TimeoutError as e:
        print(repr(e), repr(e.__cause__), t, t.expired())
    try:
        async with asyncio.timeout_at(loop.time() - 1) as t:
            await asyncio.sleep(10)
    except TimeoutError:
        print("past", t.expired())
    async with asyncio.timeout(10) as t:
        t.reschedule(loop.time())
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("caught inside", t)
            asyncio.current_task().uncancel()
    print(t.expired())


async def nested():
    try:
        async with asyncio.timeout(10):
            try:
                async with asyncio.timeout(0.01):
                    await asyncio.sleep(10)
            except TimeoutError:
                print("inner")
            async with asyncio.timeout(0.01):
                raise KeyError("own")
    except KeyError as e:
        print(repr(e), repr(e.__context__))
    try:
        async with asyncio.timeout(0.01):
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                raise ValueError("instead")
    except ValueError as e:
        print(repr(e), repr(e.__context__), repr(e.__context__.__cause__))
    print(asyncio.current_task().cancelling())


async def waits():
    async def value():
        return 1
    print(await asyncio.wait_for(value(), None), await asyncio.wait_for(value(), 1))
    for timeout in (0.01, 0, -1):
        try:
            await asyncio.wait_for(asyncio.sleep(10), timeout)
        except TimeoutError as e:
            print(repr(e), repr(e.__cause__))
    f = asyncio.get_running_loop().create_future()
    f.set_result("ready")
    print(await asyncio.wait_for(f, 0))


for f in (shields, timeouts, nested, waits):
    print("--", f.__name__)
    asyncio.run(f())


async def outside():
    pass
try:
    asyncio.timeout(1)
except RuntimeError as e:
    print(e)
