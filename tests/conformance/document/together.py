import asyncio
import sys


async def worker(name, delay):
    print(name, "start")
    await asyncio.sleep(delay)
    print(name, "end")
    return name


async def main() -> int:
    results = await asyncio.gather(worker("a", 0.06), worker("b", 0.02), worker("c", 0.04))
    print(results)
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
