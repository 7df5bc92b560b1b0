import asyncio
import sys


async def main():
    raise LookupError("gone")


try:
    asyncio.run(main())
except LookupError as e:
    print("caught", repr(e))
    sys.exit(9)
