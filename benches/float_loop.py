import sys
import time

def run(n):
    x, total = 0.5, 0.0
    for i in range(n):
        x = 3.7 * x * (1.0 - x)
        total += x / (i + 1)
    return round(total, 9)


start = time.perf_counter()
print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
print(f"elapsed={time.perf_counter() - start}", file=sys.stderr)
