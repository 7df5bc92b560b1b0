# Cancellation and timeouts: a supervisor restarts a worker that fails, and gives up on one that hangs.

import asyncio
import sys


class Flaky(Exception):
    """The worker's own failure."""


async def worker(name: str, failures: list[int]) -> str:
    if failures and failures.pop():
        raise Flaky(f"{name} failed")
    await asyncio.sleep(0.01)
    return f"{name} finished"


async def hang() -> str:
    try:
        await asyncio.sleep(3600)
        return "never"
    finally:
        print("  hang: cleaning up")


async def supervise(make, attempts: int, limit: float) -> str:
    for attempt in range(1, attempts + 1):
        try:
            async with asyncio.timeout(limit):
                return await make()
        except Flaky as error:
            print(f"  attempt {attempt}: {error}")
        except TimeoutError:
            print(f"  attempt {attempt}: too slow")
    raise RuntimeError(f"gave up after {attempts} attempts")


async def main() -> int:
    print(await supervise(lambda: worker("steady", []), 1, 5))
    failures = [0, 1, 1]
    print(await supervise(lambda: worker("flaky", failures), 5, 5))
    try:
        await supervise(hang, 2, 0.02)
    except RuntimeError as error:
        print(error)
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
