async def f(items):
    return [await x async for x in items]
