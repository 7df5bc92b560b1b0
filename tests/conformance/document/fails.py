# Section 3 of the founding document: the part that fails.
import asyncio
import sys


async def main() -> int:
    print("never printed")
    return 0


if __name__ == "__main__":
    # ❌ This would fail:
    result = await main()  # SyntaxError
    sys.exit(result)
