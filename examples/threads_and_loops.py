# One main thread with an event loop, two sub-threads with a loop of their own, one without: the document's picture.

import _thread
import asyncio
import sys

THREADS = 3


async def count(name: str, steps: int) -> int:
    """A coroutine: it needs the loop of whatever thread runs it."""
    for _ in range(steps):
        await asyncio.sleep(0.001)
    assert asyncio.get_running_loop().is_running()
    return steps


def add_up(limit: int) -> int:
    """A sync function: it runs directly in a thread, no loop is involved."""
    try:
        asyncio.get_running_loop()
    except RuntimeError as error:
        assert str(error) == "no running event loop"
    return sum(range(limit))


def with_loop(index: int, results: list, done: _thread.LockType) -> None:
    results[index] = f"loop of thread {index + 1}: {asyncio.run(count('sub', 10))} steps"
    done.release()


def without_loop(index: int, results: list, done: _thread.LockType) -> None:
    results[index] = f"no loop in thread {index + 1}: {add_up(1000)}"
    done.release()


async def main() -> int:
    results = [""] * THREADS
    locks = [_thread.allocate_lock() for _ in range(THREADS)]
    for lock in locks:
        lock.acquire()
    for index, target in enumerate((with_loop, without_loop, with_loop)):
        _thread.start_new_thread(target, (index, results, locks[index]))

    # The main thread's loop goes on while the others work; waiting for a lock would block it, so a thread does that.
    steps, *_ = await asyncio.gather(count("main", 20), *(asyncio.to_thread(lock.acquire) for lock in locks))
    print(f"loop of the main thread: {steps} steps")
    print(*results, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
