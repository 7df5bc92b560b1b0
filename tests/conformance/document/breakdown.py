# Section 2 of the founding document, with the main() of section 1.
import asyncio
import sys


async def main() -> int:
    print("Hello, async world!")
    await asyncio.sleep(0)
    print("Done!")
    return 0


if __name__ == "__main__":
    coroutine_obj = main()  # Creates coroutine object (not executed yet)
    result = asyncio.run(coroutine_obj)  # Runs the coroutine and gets return value
    sys.exit(result)  # Exits with that return value
