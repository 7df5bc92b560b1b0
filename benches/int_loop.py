import sys
import time

def run(n):
    total = 0
    i = 0
    while i < n:
        total += i * 3 & 0xFF
        i += 1
    return total


start = time.perf_counter()
print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 3_000_000))
print(f"elapsed={time.perf_counter() - start}", file=sys.stderr)
