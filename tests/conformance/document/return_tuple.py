import asyncio
import sys


async def main():
    return ("spam", 2)


sys.exit(asyncio.run(main()))
