import sys
import time

def check(i):
    if i % 3 == 0:
        raise ValueError(i)
    return i


def run(n):
    caught = 0
    for i in range(n):
        try:
            check(i)
        except ValueError as e:
            caught += e.args[0] & 1
    return caught


start = time.perf_counter()
print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000))
print(f"elapsed={time.perf_counter() - start}", file=sys.stderr)
