import sys


def fact(n):
    return 1 if n <= 1 else n * fact(n - 1)


print(fact(20), len(str(fact(500))))


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


print(ackermann(2, 3))


def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)


print(even(500), sys.getrecursionlimit())


def depth(n=0):
    try:
        return depth(n + 1)
    except RecursionError as e:
        return n, str(e)


n, text = depth()
print(900 < n <= 1000, text)
sys.setrecursionlimit(5000)
n, text = depth()
print(4900 < n <= 5000, text)
sys.setrecursionlimit(1000)
for bad in (0, -1, "x", 1):
    try:
        sys.setrecursionlimit(bad)
    except Exception as e:
        print(type(e).__name__, e)
