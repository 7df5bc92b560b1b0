# Section 3 of the founding document: the part that works.
import asyncio
import sys


async def main() -> int:
    print("running")
    return 0


if __name__ == "__main__":
    # ❌ This would fail:
    # result = await main()  # SyntaxError

    # ✅ This works:
    result = asyncio.run(main())  # Creates event loop + runs coroutine
    sys.exit(result)
