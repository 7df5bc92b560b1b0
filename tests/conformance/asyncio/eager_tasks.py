# Eager tasks, task subclasses, stacks and reprs of tasks, factories.
import asyncio


async def quick(x):
    return x


async def slow(x, log):
    log.append(("start", x))
    await asyncio.sleep(0)
    log.append(("end", x))
    return x


async def eager():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    t = asyncio.create_task(quick(1))
    print(t.done(), t.result(), t.get_coro(), t in asyncio.all_tasks())
    log = []
    t = asyncio.create_task(slow(2, log), name="slow")
    log.append("created")
    print(t.done(), t in asyncio.all_tasks(), asyncio.current_task() is t)
    print(await t, log, t.get_name())

    async def fails():
        raise ValueError("eager")
    t = asyncio.create_task(fails())
    print(t.done(), repr(t.exception()))
    async with asyncio.TaskGroup() as tg:
        a, b = tg.create_task(quick(3)), tg.create_task(slow(4, log))
        print(a.done(), b.done())
    print(a.result(), b.result())
    print(await asyncio.gather(quick(5), slow(6, log)))
    loop.set_task_factory(None)
    log.clear()
    t = asyncio.create_task(slow(7, log), eager_start=True)
    print(log, t.done())
    await t
    t = asyncio.create_task(slow(8, log), eager_start=False)
    print(len(log))
    await t

    class MyTask(asyncio.Task):
        def __init__(self, coro, *, extra=None, **kw):
            super().__init__(coro, **kw)
            self.extra = extra
    loop.set_task_factory(asyncio.create_eager_task_factory(MyTask))
    t = asyncio.create_task(quick(9), extra="more", name="mine")
    print(type(t).__name__, t.done(), t.extra, t.get_name())
    loop.set_task_factory(lambda loop, coro, **kw: MyTask(coro, loop=loop, extra=sorted(kw), **{k: v for k, v in kw.items() if k != "extra"}))
    t = asyncio.create_task(quick(10), name="n")
    print(t.extra, await t)
    loop.set_task_factory(None)
    async def inner():
        return asyncio.current_task()
    me = asyncio.current_task()
    t = asyncio.Task(inner(), eager_start=True)
    print((await t) is t, asyncio.current_task() is me)


async def reprs():
    async def waits(f):
        await f
    f = asyncio.get_running_loop().create_future()
    t = asyncio.create_task(waits(f), name="w")
    await asyncio.sleep(0)
    for shown in (repr(t),):
        print(shown.replace(__file__, "FILE").split(" wait_for=")[0], " wait_for=<Future pending cb=[" in shown)
    t.cancel()
    print(repr(t).split(" coro=")[0])
    await asyncio.wait([t])
    print(repr(t).replace(__file__, "FILE"))
    for result in ("x" * 100, list(range(100)), {i: i for i in range(10)}, (1,), set(), 10 ** 60, object, [[1, [2, [3]]]]):
        f = asyncio.get_running_loop().create_future()
        f.set_result(result)
        print(f)
    f = asyncio.get_running_loop().create_future()
    def callback(f): pass
    class C:
        def method(self, f): pass
    f.add_done_callback(callback)
    print(repr(f).replace(__file__, "FILE"))
    f.add_done_callback(C().method)
    f.add_done_callback(print)
    f.add_done_callback(callback)
    print(repr(f).replace(__file__, "FILE"))
    f.cancel()
    print(f)


async def stacks():
    f = asyncio.get_running_loop().create_future()
    async def sits():
        await f
    t = asyncio.create_task(sits(), name="s")
    print([x.f_code.co_name for x in t.get_stack()], t.get_stack(limit=0))
    await asyncio.sleep(0)
    print([x.f_code.co_name for x in t.get_stack()])
    f.set_result(None)
    await t
    print(t.get_stack())
    async def fails():
        def deeper():
            1 / 0
        deeper()
    t = asyncio.create_task(fails())
    await asyncio.wait([t])
    print([x.f_code.co_name for x in t.get_stack()], [x.f_code.co_name for x in t.get_stack(limit=1)])
    t.exception()
    print(t.get_coro().__name__, t.get_loop() is asyncio.get_running_loop())


async def cancels():
    async def stubborn():
        for _ in range(2):
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError as e:
                print("cancelled", e.args, asyncio.current_task().cancelling())
        return "done"
    t = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    print(t.cancel("a"), t.cancelling())
    await asyncio.sleep(0)
    print(t.cancel("b"), t.cancelling(), t.uncancel(), t.uncancel(), t.uncancel())
    print(await t, t.cancel())
    for call in (lambda: t.set_result(1), lambda: t.set_exception(ValueError())):
        try:
            call()
        except RuntimeError as e:
            print(e)
    try:
        asyncio.Task(3)
    except TypeError as e:
        print(e)


for f in (eager, reprs, stacks, cancels):
    print("--", f.__name__)
    asyncio.run(f())
