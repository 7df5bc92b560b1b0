# Ctrl-C under Runner: the first cancels the main task, the second raises KeyboardInterrupt at once.
import asyncio
import _signal as signal


async def once():
    try:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cancelled", asyncio.current_task().cancelling())
        raise


async def swallowed():
    try:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        asyncio.current_task().uncancel()
        return "went on"


async def twice():
    signal.raise_signal(signal.SIGINT)
    print("between")
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        print("second")
        raise


async def own_handler():
    got = []
    signal.signal(signal.SIGINT, lambda s, f: got.append(s))
    signal.raise_signal(signal.SIGINT)
    await asyncio.sleep(0)
    return got


async def children():
    async def child():
        try:
            await asyncio.sleep(100)
        finally:
            print("child ends")
    async with asyncio.TaskGroup() as tg:
        tg.create_task(child())
        await asyncio.sleep(0)
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(100)


for f in (once, swallowed, twice, children, own_handler):
    print("--", f.__name__)
    try:
        print(asyncio.run(f()))
    except BaseException as e:
        print(repr(e), repr(e.__context__))
    print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
signal.signal(signal.SIGINT, signal.default_int_handler)
with asyncio.Runner() as r:
    for f in (once, swallowed):
        try:
            print(r.run(f()))
        except KeyboardInterrupt as e:
            print(repr(e))
c = once()
try:
    r.run(c)
except RuntimeError as e:
    print(e)
c.close()
