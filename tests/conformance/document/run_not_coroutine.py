import asyncio

for thing in (1, None, "main", [], print, lambda: 0):
    try:
        asyncio.run(thing)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
