import asyncio


async def main():
    return 0


asyncio.run(main)
