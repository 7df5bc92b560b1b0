import asyncio
import sys


class Resource:
    async def __aenter__(self):
        print("open")
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *exc):
        print("close", exc[0])
        await asyncio.sleep(0)


async def main():
    async with Resource():
        print("use")
        return 6


try:
    sys.exit(asyncio.run(main()))
finally:
    print("outer finally")
