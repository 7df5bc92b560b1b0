import asyncio


class Stop(BaseException):
    pass


async def main():
    await asyncio.sleep(0)
    raise Stop("now")


asyncio.run(main())
