import asyncio
import sys
import time


async def leaf(n):
    await asyncio.sleep(0)
    return n


async def main(n):
    total = 0
    for _ in range(n):
        total += sum(await asyncio.gather(*(leaf(i) for i in range(100))))
    return total


def run(n):
    return asyncio.run(main(n))


start = time.perf_counter()
print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
print(f"elapsed={time.perf_counter() - start}", file=sys.stderr)
