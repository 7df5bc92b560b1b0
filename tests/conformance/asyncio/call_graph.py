# capture_call_graph and format_call_graph: stacks of tasks and who waits for whom.
import asyncio


def names(graph):
    return [entry.frame.f_code.co_qualname for entry in graph.call_stack]


def show(graph, level=0):
    future = graph.future
    name = future.get_name() if isinstance(future, asyncio.Task) else type(future).__name__
    print("  " * level + name, names(graph))
    for other in sorted(graph.awaited_by, key=lambda g: g.future.get_name()):
        show(other, level + 1)


def formatted(text, *ids):
    lines = text.split("\n")
    out = []
    for line in lines:
        line = line.replace(__file__, "FILE")
        if "id=" in line:
            line = line.partition("id=")[0] + "id"
        out.append(line)
    return "\n".join(out)


event = asyncio.Event()


async def leaf():
    await event.wait()


async def middle():
    await leaf()


def plain():
    return asyncio.capture_call_graph()


def generator():
    yield asyncio.capture_call_graph()


async def inner():
    show(plain())
    show(next(generator()))
    for limit in (None, 0, 1, -1, 2, -2, 10):
        print(limit, names(asyncio.capture_call_graph(limit=limit)))
    print(names(asyncio.capture_call_graph(depth=2)))
    print(formatted(asyncio.format_call_graph()))


async def outer():
    await inner()


async def waits_for(task):
    await task


async def gathers(task):
    await asyncio.gather(task, asyncio.sleep(0))


async def uses_wait(task):
    await asyncio.wait([task])


async def uses_group(task):
    async with asyncio.TaskGroup() as group:
        member = group.create_task(waits_for(task), name="member")


async def main():
    asyncio.current_task().set_name("main")
    await outer()
    task = asyncio.create_task(middle(), name="middle")
    others = [asyncio.create_task(f(task), name=f.__name__) for f in (waits_for, gathers, uses_wait, uses_group)]
    for _ in range(4):
        await asyncio.sleep(0)
    graph = asyncio.capture_call_graph(task)
    print(names(graph)[-2:], sorted(g.future.get_name() for g in graph.awaited_by))
    for parent in sorted(graph.awaited_by, key=lambda g: g.future.get_name()):
        print(parent.future.get_name(), names(parent)[-1:], [g.future.get_name() for g in parent.awaited_by])
    for limit in (0, 1):
        print(limit, names(asyncio.capture_call_graph(task, limit=limit)))
    future = asyncio.get_running_loop().create_future()
    print(formatted(asyncio.format_call_graph(future)))
    shielded = asyncio.create_task(waits_for(asyncio.shield(future)), name="shielded")
    await asyncio.sleep(0)
    show(asyncio.capture_call_graph(future))
    future.set_result(None)
    event.set()
    await asyncio.gather(task, shielded, *others)
    print(names(asyncio.capture_call_graph(task)), asyncio.capture_call_graph(task).awaited_by)
    graph = asyncio.capture_call_graph(task)
    print(graph == asyncio.FutureCallGraph(task, (), ()), graph == 1, repr(asyncio.FrameCallGraphEntry(5)))
    try:
        graph.future = 1
    except AttributeError:
        print("frozen")
    try:
        asyncio.capture_call_graph(5)
    except TypeError as e:
        print(e)


try:
    asyncio.capture_call_graph()
except RuntimeError as e:
    print(e)
asyncio.run(main())
