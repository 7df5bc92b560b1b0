# Coroutines, asynchronous loops, contexts and comprehensions.
async def a():
    await b
    await b()
    await b.c[d](e)
    x = await b
    x = await b + await c
    x = -await b ** await c
    return await b
async def c():
    async for x in y:
        pass
    else:
        pass
    async for x, y in z: continue
    async with a as b:
        pass
    async with a as b, c as d:
        pass
    async with (a as b, c): pass
    async with a: pass
async def d():
    x = [y async for y in z]
    x = {y async for y in z if await y}
    x = {y: w async for y, w in z}
    x = (y async for y in z)
    x = [y for y in z async for w in y]
    yield x
    yield
@decorator
async def e(x, *, y): pass
class F:
    async def g(self): pass
    async def h(self):
        async def i(): pass
        return [await x for x in y]
async  def  j (): pass
async \
def k(): pass
