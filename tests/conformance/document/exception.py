import asyncio
import sys


async def inner(n):
    await asyncio.sleep(0)
    return 10 // n


async def main() -> int:
    print("start")
    return await inner(0)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
