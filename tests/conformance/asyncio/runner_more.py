# Runner and run(): states, errors, what is done at the end.
import asyncio


async def one(x=1):
    return x


async def numbers():
    return asyncio.current_task().get_name()


print(asyncio.run(numbers()), asyncio.run(numbers()))
r = asyncio.Runner(debug=True)
print(r.get_loop().get_debug(), r.run(one(2)), r.get_loop().is_running())
loop = r.get_loop()
r.close()
r.close()
print(loop.is_closed())
for call in (lambda: r.get_loop(), lambda: r.run(None), lambda: r.__enter__(), lambda: asyncio.Runner(1),
             lambda: asyncio.Runner(x=1)):
    try:
        call()
    except Exception as e:
        print(type(e).__name__, e)


class Awaitable:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return "awaited"


print(asyncio.run(Awaitable()))
for bad in (3, None, one):
    try:
        asyncio.run(bad)
    except TypeError as e:
        print(e)


async def nested():
    c = one()
    for call in (asyncio.run, asyncio.Runner().run):
        try:
            call(c)
        except RuntimeError as e:
            print(e)
    await c


asyncio.run(nested())


def factory():
    print("factory")
    return asyncio.new_event_loop()


print(asyncio.run(one(3), loop_factory=factory))


cancelled = []


async def leaves_tasks():
    async def child(n):
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            cancelled.append(n)
            if n == 1:
                raise ValueError("at the end")
    for i in range(3):
        asyncio.create_task(child(i), name=f"child {i}")
    await asyncio.sleep(0)
    def handler(loop, context):
        print(context["message"], repr(context["exception"]), context["task"].get_name())
    asyncio.get_running_loop().set_exception_handler(handler)


asyncio.run(leaves_tasks())
print(sorted(cancelled))


async def leaves_generators():
    async def gen():
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            print("closed")
    g = gen()
    print(await g.__anext__())
    leaves_generators.kept = g


asyncio.run(leaves_generators())


async def busy_thread():
    import time
    done = []
    def work():
        started.append(1)
        time.sleep(0.05)
        done.append(1)
    started = []
    t = asyncio.create_task(asyncio.to_thread(work))
    while not started:
        await asyncio.sleep(0.001)
    return done


done = asyncio.run(busy_thread())
print(done)


async def after_shutdown():
    loop = asyncio.get_running_loop()
    await loop.shutdown_default_executor()
    try:
        await loop.run_in_executor(None, print)
    except RuntimeError as e:
        print(e)


asyncio.run(after_shutdown())
try:
    asyncio.get_event_loop()
except RuntimeError as e:
    print(e)
