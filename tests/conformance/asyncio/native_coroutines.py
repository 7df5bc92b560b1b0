# Coroutines of asyncio's own functions show what coroutines show: class, state, names, code, frame.
import asyncio


async def own():
    pass


coroutine = own()
CoroutineType = type(coroutine)
coroutine.close()


def show(made):
    print(made.__name__, made.__qualname__, made.cr_code.co_name, made.cr_code.co_qualname, hex(made.cr_code.co_flags & 0x80))
    print(made.cr_running, made.cr_suspended, made.cr_await, made.cr_origin)


async def main():
    queue = asyncio.Queue()
    lock = asyncio.Lock()
    for made in (asyncio.sleep(0), asyncio.sleep(1), queue.get(), lock.acquire(), asyncio.wait_for(None, 1), asyncio.to_thread(print)):
        print(type(made) is CoroutineType, isinstance(made, CoroutineType), made.__class__ is CoroutineType, asyncio.iscoroutine(made))
        show(made)
        print(type(made.cr_frame).__name__, made.cr_frame.f_code.co_name)
        made.close()
        print(made.cr_frame, made.cr_suspended, made.cr_running)
    made = queue.get()
    future = made.send(None)
    print(asyncio.isfuture(future), made.cr_suspended, made.cr_await is not None, made.cr_frame is not None)
    queue.put_nowait(5)
    try:
        made.send(None)
    except StopIteration as e:
        print("returned", e.value)
    print(made.cr_suspended, made.cr_await, made.cr_frame)
    task = asyncio.create_task(asyncio.sleep(0, "slept"))
    print(type(task.get_coro()) is CoroutineType, task.get_coro().__qualname__)
    print(await task)
    for function in (asyncio.sleep, queue.put, asyncio.Queue.get, lock.acquire, main, print, asyncio.gather, queue.put_nowait, 5):
        print(asyncio.iscoroutinefunction(function))


asyncio.run(main())
