"""How late the event loop of a thread is while the main thread works: `lateness.py WORK SECONDS` prints the median and the
99th percentile, in milliseconds."""
import asyncio
import sys
import time
import _thread

work, seconds = sys.argv[1], float(sys.argv[2])
stop = False
late = []


def tight():
    n = 0
    while not stop:
        n += 1


def calls():
    def f(n):
        return n and f(n - 1)

    while not stop:
        f(20)


def sort():
    items = [str(i * 7919 % 1000003) for i in range(20000)]
    while not stop:
        sorted(items)


def sort_by_key():
    items = [str(i * 7919 % 1000003) for i in range(20000)]
    while not stop:
        sorted(items, key=lambda s: s[1:])


def text():
    text = "a,b" * 100000
    while not stop:
        text.split(",")
        text.replace("a", "bb")


def generators():
    while not stop:
        sum(x for x in range(10000))


def run_loop():
    async def main():
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            start = time.perf_counter()
            await asyncio.sleep(0.001)
            late.append(time.perf_counter() - start - 0.001)

    asyncio.run(main())
    global stop
    stop = True


_thread.start_new_thread(run_loop, ())
globals()[work]()
late.sort()
at = lambda part: late[min(len(late) - 1, int(len(late) * part))] * 1000
print(f"{at(0.5):.2f} {at(0.99):.2f} {late[-1] * 1000:.2f}")
