# The errors of destruction/gc_module.
import gc
gc.disable()
gc.enable()
gc.collect()
class N: pass
def cycle():
    a, b = N(), N()
    a.b, b.a = b, a
gc.set_threshold(100, 5, 5)
l = [1]
o = [l]
events = []
def cb(phase, info): events.append((phase, sorted(info)))
gc.callbacks.append(cb)
gc.collect()
gc.callbacks.remove(cb)
for bad in ("gc.collect(5)", "gc.collect('x')", "gc.collect(-1)", "gc.set_threshold()", "gc.get_objects(5)"):
    try:
        print(bad, eval(bad) is not None)
    except Exception as e:
        print(bad, type(e).__name__, e)
class Counted:
    live = 0
    def __init__(self):
        Counted.live += 1
        self.me = self
    def __del__(self):
        Counted.live -= 1
gc.set_threshold(700, 10, 10)
gc.collect()
