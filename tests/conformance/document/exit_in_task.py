import asyncio
import sys


async def child():
    await asyncio.sleep(0)
    sys.exit(4)


async def main():
    task = asyncio.create_task(child())
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("main is cancelled")
        raise


asyncio.run(main())
print("not reached")
