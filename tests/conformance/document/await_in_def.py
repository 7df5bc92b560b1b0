import asyncio


async def main():
    return 1


def plain():
    x = 1
    return await main()


print("not reached")
