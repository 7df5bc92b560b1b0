import asyncio
import sys


async def main():
    return -1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
