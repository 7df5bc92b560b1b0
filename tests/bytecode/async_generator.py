async def f(g):
    yield await g
