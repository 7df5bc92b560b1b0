import asyncio
import sys


async def main():
    return True


sys.exit(asyncio.run(main()))
