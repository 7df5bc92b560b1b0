import asyncio
import sys


async def main():
    try:
        print("before")
        await asyncio.sleep(0)
        sys.exit(3)
    finally:
        print("cleanup")


asyncio.run(main())
print("not reached")
