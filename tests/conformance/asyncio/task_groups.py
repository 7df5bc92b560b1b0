# TaskGroup: results, failures, cancellation from both sides, reprs, errors.
import asyncio


async def ok(x, n=1):
    for _ in range(n):
        await asyncio.sleep(0)
    return x


async def fail(exc, n=1):
    for _ in range(n):
        await asyncio.sleep(0)
    raise exc


async def forever(name):
    try:
        await asyncio.sleep(1000)
    except asyncio.CancelledError:
        print("cancelled", name)
        raise


def tree(e):
    if isinstance(e, BaseExceptionGroup):
        return (type(e).__name__, e.message, [tree(x) for x in e.exceptions])
    return repr(e)


async def results():
    async with asyncio.TaskGroup() as tg:
        print(tg)
        a = tg.create_task(ok(1))
        b = tg.create_task(ok(2, 3), name="bee")
        print(tg, b.get_name())
    print(a.result(), b.result(), tg)


async def failures():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fail(ValueError("a")))
            tg.create_task(fail(KeyError("b")))
            tg.create_task(forever("c"))
            await forever("body")
    except BaseException as e:
        print(tree(e), e.__suppress_context__, repr(e.__cause__), repr(e.__context__))
    print(asyncio.current_task().cancelling())


async def body_fails():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(forever("x"))
            await asyncio.sleep(0)
            raise TypeError("body")
    except BaseException as e:
        print(tree(e), repr(e.__context__))
    try:
        async with asyncio.TaskGroup() as tg:
            async def cleanup_fails():
                try:
                    await asyncio.sleep(1000)
                finally:
                    raise OSError("cleanup")
            tg.create_task(cleanup_fails())
            await asyncio.sleep(0)
            raise TypeError("body")
    except BaseException as e:
        print(tree(e))


async def nested():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(forever("outer child"))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(fail(ValueError("in")))
                inner.create_task(forever("inner child"))
    except* ValueError as e:
        print(tree(e))


async def parent_cancelled():
    async def parent():
        try:
            async with asyncio.TaskGroup() as tg:
                tg.create_task(forever("kid"))
                await asyncio.sleep(1000)
        finally:
            print("parent cancelling", asyncio.current_task().cancelling())

    t = asyncio.create_task(parent())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel("why")
    try:
        await t
    except asyncio.CancelledError as e:
        print("cancelled", e.args, t.cancelled())


async def parent_cancelled_in_exit():
    async def parent():
        async with asyncio.TaskGroup() as tg:
            tg.create_task(forever("kid"))

    t = asyncio.create_task(parent())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    print(await asyncio.gather(t, return_exceptions=True), t.cancelling())


async def both():
    async def parent():
        try:
            async with asyncio.TaskGroup() as tg:
                async def kid():
                    try:
                        await asyncio.sleep(1000)
                    except asyncio.CancelledError:
                        raise ValueError("kid")
                tg.create_task(kid())
                await asyncio.sleep(1000)
        except ExceptionGroup as e:
            print(tree(e), asyncio.current_task().cancelling())
            try:
                await asyncio.sleep(0)
            except asyncio.CancelledError:
                print("still cancelled")
                raise

    t = asyncio.create_task(parent())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    t.cancel()
    print(await asyncio.gather(t, return_exceptions=True))


async def base_errors():
    class Stop(BaseException):
        pass
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fail(Stop("s")))
            tg.create_task(fail(ValueError("v")))
            await forever("body")
    except BaseException as e:
        print(tree(e))


async def errors():
    tg = asyncio.TaskGroup()
    try:
        tg.create_task(ok(1))
    except RuntimeError as e:
        print(e)
    async with tg:
        pass
    try:
        async with tg:
            pass
    except RuntimeError as e:
        print(e)
    try:
        tg.create_task(ok(1))
    except RuntimeError as e:
        print(e)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fail(ValueError(1)))
            try:
                await asyncio.sleep(1000)
            finally:
                try:
                    tg.create_task(ok(1))
                except RuntimeError as e:
                    print(e)
    except* ValueError:
        pass
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(3)
    except BaseException as e:
        print(tree(e))
    for args, kw in (((1,), {}), ((), {"x": 1})):
        try:
            asyncio.TaskGroup(*args, **kw)
        except TypeError as e:
            print(e)


async def late_children():
    async with asyncio.TaskGroup() as tg:
        async def spawn(n):
            await asyncio.sleep(0)
            if n:
                tg.create_task(spawn(n - 1))
            else:
                print("last")
        tg.create_task(spawn(3))
    print(tg)


async def cancelled_child():
    async with asyncio.TaskGroup() as tg:
        t = tg.create_task(forever("alone"))
        await asyncio.sleep(0)
        t.cancel()
        u = tg.create_task(ok("fine", 3))
    print(t.cancelled(), u.result())


async def self_cancel():
    try:
        async with asyncio.timeout(0.01):
            async with asyncio.TaskGroup() as tg:
                tg.create_task(forever("timed"))
                await asyncio.sleep(1000)
    except TimeoutError as e:
        print("timeout", repr(e), asyncio.current_task().cancelling())


for f in (results, failures, body_fails, nested, parent_cancelled, parent_cancelled_in_exit, both, base_errors, errors,
          late_children, cancelled_child, self_cancel):
    print("--", f.__name__)
    asyncio.run(f())


async def interrupts(exc):
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    async with asyncio.TaskGroup() as tg:
        tg.create_task(fail(exc))
        tg.create_task(forever("other"))
        await asyncio.sleep(1000)

for exc in (KeyboardInterrupt(), SystemExit(3)):
    try:
        asyncio.run(interrupts(exc))
    except BaseException as e:
        print(repr(e))
