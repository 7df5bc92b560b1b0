import sys
import time

def run(n):
    def adder(k):
        return lambda x: x + k

    fs = [adder(k) for k in range(10)]
    total = 0
    for i in range(n):
        total = fs[i % 10](total) & 0xFFFF
    return total


start = time.perf_counter()
print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
print(f"elapsed={time.perf_counter() - start}", file=sys.stderr)
