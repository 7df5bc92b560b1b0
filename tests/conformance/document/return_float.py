import asyncio
import sys


async def main():
    return 2.5


sys.exit(asyncio.run(main()))
