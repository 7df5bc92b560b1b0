import gc

print(gc.isenabled(), gc.get_threshold(), len(gc.get_count()), gc.get_debug())
gc.disable()
print(gc.isenabled())
gc.enable()
gc.collect()


class N: pass


def cycle():
    a, b = N(), N()
    a.b, b.a = b, a


for _ in range(10):
    cycle()
print(gc.collect() >= 10, gc.collect())
gc.set_threshold(100, 5, 5)
print(gc.get_threshold())
print(gc.is_tracked([]), gc.is_tracked(1), gc.is_tracked("s"), gc.is_tracked(N()), gc.is_finalized(N()))
l = [1]
o = [l]
print(any(x is o for x in gc.get_referrers(l)), gc.get_referents(o) == [l], gc.get_referents(1))
print(any(x is o for x in gc.get_objects()))
gc.set_threshold(2000, 10, 10)  # nothing but collect() may come between
events = []
def cb(phase, info): events.append((phase, sorted(info)))
gc.callbacks.append(cb)
gc.collect()
gc.callbacks.remove(cb)
print([e[0] for e in events], events[0][1])
print(len(gc.get_stats()), sorted(gc.get_stats()[0]))
print(gc.garbage, gc.get_freeze_count())
print(gc.collect(0) >= 0, gc.collect(generation=2) >= 0)
# automatic collection bounds the number of live cycles
class Counted:
    live = 0
    def __init__(self):
        Counted.live += 1
        self.me = self
    def __del__(self):
        Counted.live -= 1
gc.set_threshold(700, 10, 10)
for _ in range(20000):
    Counted()
print(Counted.live < 15000)
gc.collect()
print(Counted.live)
