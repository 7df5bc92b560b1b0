import asyncio
import sys


async def main():
    print("to stdout")
    return "a message for stderr"


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
