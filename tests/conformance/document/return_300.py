import sys
import asyncio


async def main():
    return 300


sys.exit(asyncio.run(main()))
