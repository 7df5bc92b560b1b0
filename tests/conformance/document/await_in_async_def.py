# "Use await main() inside an async def my_function()"
import asyncio
import sys


async def main() -> int:
    print("main")
    return 7


async def my_function():
    result = await main()
    print("my_function got", result)
    return result


sys.exit(asyncio.run(my_function()))
