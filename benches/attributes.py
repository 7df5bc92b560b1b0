import sys
import time

class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def move(self, dx):
        self.x += dx
        return self.x + self.y


def run(n):
    p, total = Point(1, 2), 0
    for i in range(n):
        total += p.move(i) & 7
    return total


start = time.perf_counter()
print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
print(f"elapsed={time.perf_counter() - start}", file=sys.stderr)
