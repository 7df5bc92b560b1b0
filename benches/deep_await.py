import asyncio
import sys
import time


async def deep(n):
    if n == 0:
        for _ in range(100):
            await asyncio.sleep(0)
        return 0
    return 1 + await deep(n - 1)


async def main(n):
    return sum([await deep(100) for _ in range(n)])


def run(n):
    return asyncio.run(main(n))


start = time.perf_counter()
print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
print(f"elapsed={time.perf_counter() - start}", file=sys.stderr)
