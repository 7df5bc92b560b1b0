import asyncio


async def inner():
    return 1


async def main():
    coro = inner()
    try:
        asyncio.run(coro)
    except RuntimeError as e:
        print(e)
    print(await coro)
    return "done"


print(asyncio.run(main()))
