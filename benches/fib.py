import sys
import time

def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def run(n):
    return fib(n)


start = time.perf_counter()
print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 27))
print(f"elapsed={time.perf_counter() - start}", file=sys.stderr)
