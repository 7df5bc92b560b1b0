import sys
import time

def run(n):
    parts = []
    for i in range(n):
        parts.append(f"{i}:{i * 2:04d}".upper())
    text = ",".join(parts)
    return len(text), text.count("9"), len(text.split(",")), text.replace("1", "one")[-10:]


start = time.perf_counter()
print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000))
print(f"elapsed={time.perf_counter() - start}", file=sys.stderr)
