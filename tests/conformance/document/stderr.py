import asyncio
import sys


async def main():
    print("out", file=sys.stdout)
    print("err", file=sys.stderr)
    sys.stderr.write("direct\n")
    await asyncio.sleep(0)
    return None


sys.exit(asyncio.run(main()))
