import asyncio
import sys


async def main():
    print("no return")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
