# Futures without __init__, their iterators, look-alikes, tracebacks, contexts of exception handlers.
import asyncio
import contextvars


def attempt(name, function, *args):
    try:
        result = function(*args)
    except BaseException as error:
        print(name, "raised", type(error).__name__, error)
    else:
        print(name, "->", result)


loop = asyncio.new_event_loop()

print("-- iterators")


def waiting():
    iterator = asyncio.Future(loop=loop).__await__()
    next(iterator)
    return iterator


it = waiting()
it.close()
attempt("closed", it.send, None)
it = waiting()
attempt("throw", it.throw, ValueError("x"))
attempt("thrown into", it.send, None)
attempt("next", next, it)
it = waiting()
attempt("pending", it.send, None)
attempt("pending again", it.send, None)
it = asyncio.Future(loop=loop).__await__()
it.close()
attempt("closed at once", it.send, None)
done = asyncio.Future(loop=loop)
done.set_result(5)
it = iter(done)
attempt("done", next, it)
attempt("done again", next, it)
for args in [(list,), (5,), (ValueError, None, 32), (ValueError("a"), ValueError("b")), (ValueError, "x"), (),
             (ValueError, ValueError("q"), None), (1, 2, 3, 4)]:
    attempt(f"throw {args}", iter(asyncio.Future(loop=loop)).throw, *args)

print("-- without __init__")
CALLS = [("result", ()), ("exception", ()), ("set_result", (None,)), ("set_exception", (Exception,)), ("cancel", ()),
         ("add_done_callback", (print,)), ("remove_done_callback", (print,)), ("done", ()), ("cancelled", ()),
         ("get_loop", ()), ("__repr__", ()), ("__iter__", ())]
for kind in asyncio.Future, asyncio.Task:
    for name, args in CALLS:
        raw = kind.__new__(kind)
        attempt(f"{kind.__name__}.{name}", lambda: (getattr(raw, name)(*args), "fine")[1])

print("-- look-alikes")


class Lookalike:
    _asyncio_future_blocking = None

    def __init__(self):
        self._asyncio_future_blocking = False


class StandIn:
    _asyncio_future_blocking = False
    __class__ = asyncio.Future


print(asyncio.isfuture(Lookalike), asyncio.isfuture(Lookalike()), asyncio.isfuture(1), asyncio.isfuture(StandIn()))
other = Lookalike()
attempt("wrap_future", lambda: asyncio.wrap_future(other) is other)
attempt("ensure_future", lambda: asyncio.ensure_future(other) is other)
real = asyncio.Future(loop=loop)
attempt("wrap_future of a future", lambda: asyncio.wrap_future(real) is real)

print("-- the message of cancel()")
real._cancel_message = "given"
real.cancel()
attempt("after cancel()", lambda: real._cancel_message)
real._cancel_message = "again"
attempt("result", real.result)

print("-- tracebacks do not grow")


async def fails():
    raise TypeError(42)


def names(traceback):
    found = []
    while traceback:
        found.append(traceback.tb_frame.f_code.co_name)
        traceback = traceback.tb_next
    return found


async def again_and_again():
    task = asyncio.Task(fails())
    for _ in range(3):
        try:
            await task
        except TypeError as error:
            print(names(error.__traceback__))
    print(names(task.exception().__traceback__))


loop.run_until_complete(again_and_again())

print("-- the exception handler's context")
variable = contextvars.ContextVar("variable", default="nothing")


def handler(loop, context):
    print(sorted(context), variable.get())


def callback():
    variable.set("callback")
    1 / 0


async def failing_callbacks():
    running = asyncio.get_running_loop()
    running.set_exception_handler(handler)
    running.call_soon(callback)
    running.call_later(0, callback)
    await asyncio.sleep(0.01)

    async def sets():
        variable.set("task")
        raise ValueError

    task = asyncio.create_task(sets())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    running.set_exception_handler(None)


loop.run_until_complete(failing_callbacks())

print("-- a future with add_done_callback of its own")


class Counting(asyncio.Future):
    added = 0

    def add_done_callback(self, function, *, context=None):
        self.added += 1
        print("context given:", isinstance(context, contextvars.Context))
        super().add_done_callback(function, context=context)


async def awaits_counting():
    counting = Counting()

    async def inner():
        return await counting

    task = asyncio.create_task(inner())
    await asyncio.sleep(0)
    counting.set_result("done")
    print(await task, counting.added)


loop.run_until_complete(awaits_counting())

print("-- handles")
loop.set_debug(True)
shown = repr(loop.call_soon(print, 1, "two"))
print(shown.startswith("<Handle print(1, 'two') created at "))
loop.set_debug(False)
print(repr(loop.call_soon(print, 1, "two")))
loop.close()
for kind in asyncio.Lock, asyncio.Queue, asyncio.Event, asyncio.TaskGroup:
    attempt(kind.__name__, lambda: kind() + 1)
    attempt(kind.__name__, lambda: kind().nothing)
