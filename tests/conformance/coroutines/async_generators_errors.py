# The errors of coroutines/async_generators.
from _async_generators import BadAiter, Counter, Pause, add, agen, drive, same

async def main():
    out = []
    async for x in agen(3):
        out.append(x)
    else:
        print("else")
    print(out)
    print([x async for x in agen(2)], {x async for x in agen(1)}, {x: x async for x in agen(1)})
    print([x * y async for x in agen(3) if x for y in (1, 10)])
    print([await add(x) for x in range(3)], [await add(x) async for x in agen(2)])
    g = (x + 1 async for x in agen(2))
    print(type(g).__name__, await g.__anext__())
    await g.aclose()
    a = agen(3)
    print(a.__aiter__() is a, await a.asend(None), await a.asend("sent"), await anext(a))
    try:
        await a.__anext__()
    except StopAsyncIteration as e:
        print("StopAsyncIteration", e.args)
    a = agen(3)
    await anext(a)
    try:
        await a.athrow(ValueError("thrown"))
    except ValueError as e:
        print(e)
    print(await anext(a, "default"))
    a = agen(3)
    print(await aiter(a).__anext__())
    print(await a.aclose())
    try:
        async for x in [1]:
            pass
    except TypeError as e:
        print(e)
    try:
        async for x in BadAiter():
            pass
    except TypeError as e:
        print(e)
    try:
        await a.asend(5)
    except StopAsyncIteration:
        print("closed")
    b = agen(1)
    try:
        await b.asend(5)
    except TypeError as e:
        print(e)
    await b.aclose()
    async for i in Counter(3):
        if i == 1:
            continue
        print(i, end=" ")
    print()
    async def stop():
        yield 1
        raise StopAsyncIteration("x")
    try:
        async for _ in stop():
            pass
    except RuntimeError as e:
        print(e)
    async def ignore():
        try:
            yield 1
        except GeneratorExit:
            yield 2
    i = ignore()
    await anext(i)
    try:
        await i.aclose()
    except RuntimeError as e:
        print(e)
    return "main done"
a = agen(1)
for expr in ("iter(a)", "list(a)", "aiter(5)", "anext(5)", "aiter([])"):
    try:
        eval(expr)
    except TypeError as e:
        print(e)
drive(same())
