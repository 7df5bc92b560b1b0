"""Slices of lists by every combination of bounds and steps; what they leave of the list."""
items = list(range(7))
BOUNDS = [None, 0, 1, 3, 6, 7, 8, 100, -1, -3, -7, -8, -100, 2**70, -(2**70), True]
for step in (None, 1, -1, 2, -2, -100, True):
    for start in BOUNDS:
        print(step, start, [items[start:stop:step] for stop in BOUNDS])
print([][::-1], [][3:1:-1], [1][::-1], [1][-5::-1], [1][5::-1], items[::-1] is items, items[:] is items)
try:
    items[::0]
except ValueError as e:
    print(e)


class Index:
    def __index__(self):
        print("index")
        return 2


print(items[Index()::-1], items[:Index():1])


class L(list):
    pass


print(type(L(items)[::-1]).__name__, L(items)[4::-1])
perm = list(range(8))
for k in (3, 7, 0, 5):
    perm[: k + 1] = perm[k::-1]
    print(perm)
perm[2:5] = perm[5:1:-1]
print(perm)
perm[::-1] = perm
print(perm)
