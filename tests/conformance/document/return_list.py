import asyncio
import sys


async def main():
    return [1, "two", None]


sys.exit(asyncio.run(main()))
