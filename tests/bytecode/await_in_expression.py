async def f(a, b):
    return await a + await b, [await a]
