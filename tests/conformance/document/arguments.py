import asyncio
import sys


async def main(argv) -> int:
    for number, arg in enumerate(argv):
        print(number, repr(arg))
        await asyncio.sleep(0)
    return len(argv)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
