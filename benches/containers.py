import sys
import time

def run(n):
    items = [i * 7919 % 10007 for i in range(n)]
    counts = {}
    for x in items:
        counts[x % 100] = counts.get(x % 100, 0) + 1
    pairs = sorted((v, k) for k, v in counts.items())
    seen = {x for x in items if x & 1}
    return len(seen), pairs[0], sum(items[::3]), sorted(items)[n // 2]


start = time.perf_counter()
print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 300_000))
print(f"elapsed={time.perf_counter() - start}", file=sys.stderr)
