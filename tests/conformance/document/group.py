import asyncio


async def main():
    raise ExceptionGroup("several", [ValueError(1), TypeError("two")])


asyncio.run(main())
