# Generators as context managers and as coroutines of a small scheduler.
class contextmanager:
    def __init__(self, f): self.f = f
    def __call__(self, *a): return _CM(self.f(*a))
class _CM:
    def __init__(self, gen): self.gen = gen
    def __enter__(self): return next(self.gen)
    def __exit__(self, t, v, tb):
        if t is None:
            next(self.gen, None)
            return False
        try:
            self.gen.throw(v)
        except StopIteration:
            return True
        except BaseException as e:
            if e is v: return False
            raise
        raise RuntimeError("did not stop")
@contextmanager
def tag(name, swallow=False):
    print(f"<{name}>")
    try:
        yield name.upper()
    except ValueError as e:
        print("error", e)
        if not swallow: raise
    finally:
        print(f"</{name}>")
with tag("a") as a, tag("b"):
    print(a)
with tag("c", True):
    raise ValueError("swallowed")
try:
    with tag("d"):
        raise ValueError("passes")
except ValueError as e:
    print("outside", e)
try:
    with tag("e"):
        raise KeyError("other")
except KeyError as e:
    print("key", e)


class Scheduler:
    def __init__(self): self.ready, self.time, self.sleeping = [], 0, []
    def spawn(self, gen, name): self.ready.append((gen, name, None))
    def run(self):
        while self.ready or self.sleeping:
            if not self.ready:
                self.sleeping.sort(key=lambda s: s[:2])
                self.time, _, gen, name = self.sleeping.pop(0)
                self.ready.append((gen, name, self.time))
            gen, name, value = self.ready.pop(0)
            try:
                request = gen.send(value)
            except StopIteration as e:
                print(self.time, name, "finished with", e.value)
            else:
                kind, arg = request
                if kind == "sleep": self.sleeping.append((self.time + arg, name, gen, name))
                elif kind == "spawn": self.spawn(*arg); self.ready.append((gen, name, "spawned"))


def task(name, delays):
    for d in delays:
        now = yield "sleep", d
        print(now, name)
    return len(delays)
def parent():
    r = yield "spawn", (task("child", [5, 5]), "child")
    print(r)
    n = yield from task("parent", [3, 3, 3])
    return n + 1
s = Scheduler()
s.spawn(task("x", [1, 2, 3]), "x")
s.spawn(parent(), "parent")
s.run()
