import asyncio
import sys
import time


async def leaf(n):
    return n


async def main(n):
    total = 0
    for i in range(n):
        total += await asyncio.create_task(leaf(i))
    return total


def run(n):
    return asyncio.run(main(n))


start = time.perf_counter()
print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
print(f"elapsed={time.perf_counter() - start}", file=sys.stderr)
