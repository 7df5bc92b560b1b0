import sys
import time

def numbers(n):
    for i in range(n):
        yield i


def squares(items):
    for x in items:
        yield x * x


def odd(items):
    for x in items:
        if x & 1:
            yield x


def run(n):
    return sum(odd(squares(numbers(n))))


start = time.perf_counter()
print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000))
print(f"elapsed={time.perf_counter() - start}", file=sys.stderr)
