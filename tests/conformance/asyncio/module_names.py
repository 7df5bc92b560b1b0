import asyncio
for name in ("run", "Runner", "sleep", "create_task", "Task", "Future", "gather", "wait", "wait_for", "timeout", "get_running_loop", "new_event_loop", "to_thread", "run_coroutine_threadsafe", "CancelledError", "TimeoutError", "InvalidStateError", "current_task", "all_tasks", "ensure_future", "shield", "FIRST_COMPLETED", "ALL_COMPLETED", "FIRST_EXCEPTION", "iscoroutine", "isfuture", "set_event_loop", "get_event_loop", "timeout_at", "Timeout"):
    v = getattr(asyncio, name)
    print(name, v if isinstance(v, str) else "callable" if callable(v) else "other")
print(asyncio.__name__, asyncio.CancelledError.__name__, asyncio.Task.__mro__[1].__name__, asyncio.sleep.__name__)
from asyncio import *
from asyncio import run as r, sleep
async def m(): return await sleep(0, "star")
print(r(m()), run is r)
try:
    asyncio.nope
except AttributeError as e:
    print(e)
for code in ("asyncio.sleep()", "asyncio.run()", "asyncio.create_task()", "asyncio.gather(5)", "asyncio.wait_for()", "asyncio.get_running_loop(1)"):
    try:
        eval(code)
        print(code, "no error")
    except TypeError as e:
        print(code, type(e).__name__)
async def nan():
    try:
        await asyncio.sleep(float("nan"))
    except ValueError as e:
        print(e)
    print(await asyncio.sleep(-1, "negative"), await asyncio.sleep(0.001, result="kw"), await asyncio.sleep(True * 0))
asyncio.run(nan())
