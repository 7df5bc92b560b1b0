# Contexts of calls, generators, tasks, callbacks and threads.
import asyncio
import contextvars
from contextvars import ContextVar, copy_context

var = ContextVar("var", default="start")
other = ContextVar("other")


def runs():
    ctx = copy_context()
    def change(value, *, more=None):
        var.set(value)
        other.set(more)
        return var.get(), other.get()
    print(ctx.run(change, 1, more=2), var.get(), len(ctx), sorted(v.name for v in ctx))
    snapshot = ctx.copy()
    ctx.run(var.set, "later")
    print(snapshot[var], ctx[var], snapshot == ctx)
    ctx.run(var.set, 1)
    print(snapshot == ctx)
    try:
        ctx.run(lambda: ctx.run(print))
    except RuntimeError as e:
        print(str(e).replace(hex(id(ctx)), "ADDRESS"))
    try:
        ctx.run(lambda: 1 / 0)
    except ZeroDivisionError:
        print("passed", ctx.run(var.get))
    with var.set("with") as token:
        print(var.get(), token.old_value is token.MISSING)
        with var.set("deeper"):
            print(var.get())
        print(var.get())
    print(var.get())


def many():
    vs = [ContextVar(f"v{i}") for i in range(500)]
    ctx = contextvars.Context()
    def fill():
        tokens = [v.set(i) for i, v in enumerate(vs)]
        before = copy_context()
        for v, t in list(zip(vs, tokens))[::3]:
            v.reset(t)
        return before
    before = ctx.run(fill)
    print(len(before), len(ctx), sum(before.values()), sum(ctx.values()))
    print(all(before[v] == i for i, v in enumerate(vs)), [v in ctx for v in vs[:6]])
    print(sorted(ctx.items(), key=lambda p: p[1])[0][1])


def generators():
    def gen():
        for i in range(3):
            var.set(i)
            yield var.get()
    ctx = copy_context()
    g = gen()
    print(ctx.run(next, g), var.get())
    print(next(g), var.get(), ctx[var])
    var.set("start")


async def tasks():
    async def child(n):
        before = var.get()
        var.set(n)
        await asyncio.sleep(0)
        return before, var.get()
    var.set("parent")
    print(await asyncio.gather(*(child(i) for i in range(3))), var.get())
    ctx = copy_context()
    t = asyncio.create_task(child("given"), context=ctx)
    print(await t, ctx[var], t.get_context() is ctx, var.get())
    t = asyncio.create_task(child("own"))
    await t
    print(t.get_context()[var], t.get_context() is t.get_context())
    me = asyncio.current_task()
    print(me.get_context()[var])
    var.set("changed")
    print(me.get_context()[var])

    loop = asyncio.get_running_loop()
    done = loop.create_future()
    loop.call_soon(lambda: done.set_result(var.get()))
    var.set("after")
    print(await done)
    done = loop.create_future()
    loop.call_soon(lambda: done.set_result(var.get()), context=ctx)
    print(await done)
    done = loop.create_future()
    h = loop.call_later(0.001, lambda: done.set_result(var.get()))
    print(h.get_context()[var])
    var.set("later")
    print(await done)
    f = loop.create_future()
    got = []
    f.add_done_callback(lambda f: got.append(var.get()))
    f.add_done_callback(lambda f: got.append(var.get()), context=ctx)
    var.set("again")
    f.set_result(None)
    await asyncio.sleep(0)
    print(got)
    print(await asyncio.to_thread(var.get))
    async def agen():
        var.set("in agen")
        yield var.get()
        yield var.get()
    async for x in agen():
        print(x, var.get())
    async def coro():
        var.set("in coro")
    await coro()
    print(var.get())
    async with asyncio.TaskGroup() as tg:
        t = tg.create_task(child("group"), context=ctx)
    print(t.result(), ctx[var])
    async with asyncio.timeout(1):
        var.set("timeout")
    print(var.get())


def runner():
    with asyncio.Runner() as r:
        async def setter(x):
            old = var.get()
            var.set(x)
            return old
        print(r.run(setter("one")), r.run(setter("two")), var.get())
        ctx = copy_context()
        print(r.run(setter("three"), context=ctx), ctx[var], r.run(setter("four")))


runs()
many()
generators()
asyncio.run(tasks())
print(var.get())
runner()
