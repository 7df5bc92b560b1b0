import asyncio
import sys


async def main():
    return 1


def call():
    coro = main()
    print(type(coro).__name__)


call()
print("after call", flush=True)
result = main()
print("end of script", flush=True)
