# Runner and loops with tasks of a class that is no subclass of Task; what signal handlers leave behind.
import _signal
import asyncio


class OwnTask:
    def __init__(self, loop, coro, **kwargs):
        self._task = asyncio.Task(coro, loop=loop, **kwargs)

    def cancel(self, *args):
        print("cancel", args)
        return self._task.cancel(*args)

    def __getattr__(self, name):
        if name in ("uncancel", "cancelling"):
            raise AttributeError(name)
        return getattr(self._task, name)

    @property
    def _asyncio_future_blocking(self):
        return self._task._asyncio_future_blocking


def new_loop():
    loop = asyncio.new_event_loop()
    loop.set_task_factory(OwnTask)
    return loop


async def returns():
    await asyncio.sleep(0)
    return "result"


async def raises():
    raise ValueError("from inside")


async def interrupted():
    _signal.raise_signal(_signal.SIGINT)
    await asyncio.Event().wait()


print(asyncio.run(returns(), loop_factory=new_loop))
for main in raises, interrupted:
    try:
        asyncio.run(main(), loop_factory=new_loop)
    except BaseException as error:
        print(type(error).__name__, error)
print(_signal.getsignal(_signal.SIGINT) is _signal.default_int_handler)

loop = asyncio.new_event_loop()
seen = []
for number in _signal.SIGINT, _signal.SIGTERM:
    loop.add_signal_handler(number, seen.append, int(number))
    _signal.raise_signal(number)
loop.run_until_complete(asyncio.sleep(0.02))
print(seen, loop.remove_signal_handler(_signal.SIGINT), loop.remove_signal_handler(_signal.SIGINT))
print(_signal.getsignal(_signal.SIGINT) is _signal.default_int_handler)
loop.close()
print(_signal.getsignal(_signal.SIGTERM) == _signal.SIG_DFL)

lookalike = OwnTask(loop := asyncio.new_event_loop(), returns())
try:
    other = asyncio.new_event_loop()
    other.run_until_complete(lookalike)
except ValueError as error:
    print(error)
print(loop.run_until_complete(lookalike))
other.close()
loop.close()
