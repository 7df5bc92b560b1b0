"""add_signal_handler and remove_signal_handler."""
import asyncio
import _signal

SIGUSR1, SIGTERM, SIGKILL = _signal.SIGUSR1, _signal.SIGTERM, _signal.SIGKILL


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    loop.add_signal_handler(SIGUSR1, lambda *a: (print("got", a), done.set_result(None)), "x", 1)
    _signal.raise_signal(SIGUSR1)
    print("raised")
    await done
    count = []
    loop.add_signal_handler(SIGUSR1, count.append, 1)
    _signal.raise_signal(SIGUSR1)
    await asyncio.sleep(0.01)
    print(count)
    print(loop.remove_signal_handler(SIGUSR1), loop.remove_signal_handler(SIGUSR1))
    print(_signal.getsignal(SIGUSR1))
    for sig in (0, 1000, "x", 1.5):
        try:
            loop.add_signal_handler(sig, print)
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)
    try:
        loop.add_signal_handler(SIGKILL, print)
    except RuntimeError as e:
        print(e)

    async def coro():
        pass
    for bad in (coro,):
        try:
            loop.add_signal_handler(SIGTERM, bad)
        except TypeError as e:
            print(e)


asyncio.run(main())
