import gc

gc.collect()
gc.disable()


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def cycle(name):
    a, b = Node(name + "1"), Node(name + "2")
    a.other, b.other = b, a
    return a


# Young garbage goes with a collection of generation 0.
cycle("young")
print(gc.collect(0))
# What has survived one is found by generation 1 only, what has survived two by generation 2 only.
kept = cycle("middle")
print(gc.collect(0))
del kept
print(gc.collect(0), gc.collect(1))
kept = cycle("old")
print(gc.collect(0), gc.collect(1))
del kept
print(gc.collect(0), gc.collect(1), gc.collect(2))

x = []
print(any(o is x for o in gc.get_objects(0)), any(o is x for o in gc.get_objects(1)), any(o is x for o in gc.get_objects(2)))
gc.collect(0)
print(any(o is x for o in gc.get_objects(0)), any(o is x for o in gc.get_objects(1)), any(o is x for o in gc.get_objects(2)))
gc.collect(1)
print(any(o is x for o in gc.get_objects(0)), any(o is x for o in gc.get_objects(1)), any(o is x for o in gc.get_objects(2)))
print(any(o is x for o in gc.get_objects()))

gc.collect()
before = gc.get_count()
many = [[] for _ in range(500)]
after = gc.get_count()
print(before[1:], after[0] - before[0] >= 500, after[1:])
gc.collect(0)
print(gc.get_count()[1:])
gc.collect(1)
print(gc.get_count()[1:])
gc.collect(2)
print(gc.get_count()[1:])
del many

# Frozen objects are left alone.
kept = cycle("frozen")
gc.freeze()
print(gc.get_freeze_count() > 0)
del kept
print(gc.collect())
gc.unfreeze()
print(gc.get_freeze_count())
print(gc.collect())

# Callbacks.
seen = []


def callback(phase, info):
    seen.append((phase, info["generation"], info["collected"], info["uncollectable"], sorted(info)))


gc.callbacks.append(callback)
loop = []
loop.append(loop)
del loop
print(gc.collect(0), gc.collect(), sep=" ")
gc.callbacks.remove(callback)
for line in seen:
    print(line)

# A collection within a collection does nothing.
class Nested:
    def __del__(self):
        print("nested", gc.collect())


n = Nested()
n.me = n
del n
print(gc.collect())

# Automatic collections.
gc.set_threshold(100, 5, 5)
gc.enable()
stats = gc.get_stats()
for _ in range(5000):
    loop = []
    loop.append(loop)
now = gc.get_stats()
print([b["collections"] > a["collections"] for a, b in zip(stats, now)][:2], sum(b["collected"] - a["collected"] for a, b in zip(stats, now)) > 4000)
gc.set_threshold(2000, 10, 10)

# Saved garbage.
gc.disable()
del loop
gc.collect()
gc.set_debug(gc.DEBUG_SAVEALL)
loop = ["saved"]
loop.append(loop)
del loop
print(gc.collect(), [o[0] for o in gc.garbage])
gc.set_debug(0)
gc.garbage.clear()
print(gc.collect())
for wrong in (-2, 3):
    try:
        gc.collect(wrong)
    except ValueError as error:
        print(error)
    try:
        gc.get_objects(wrong)
    except ValueError as error:
        print(error)
print(len(gc.get_objects(-1)) > 0)
