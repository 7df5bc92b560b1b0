async def f(items):
    async for x in items:
        g(x)
    else:
        return 1
