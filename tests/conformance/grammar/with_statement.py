class CM:
    def __init__(self, name, swallow=False, fail=None):
        self.name, self.swallow, self.fail = name, swallow, fail

    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter":
            raise RuntimeError("enter failed")
        return self.name.upper()

    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__, v, tb is not None)
        if self.fail == "exit":
            raise RuntimeError("exit failed")
        return self.swallow


with CM("a") as x:
    print(x)
with CM("a"), CM("b") as b:
    print(b)
with (CM("p") as p, CM("q") as (first), CM("r"),):
    print(p, first)
with CM("s", swallow=True):
    raise ValueError("swallowed")
try:
    with CM("t"), CM("u", fail="enter"):
        print("no")
except RuntimeError as e:
    print(e)
try:
    with CM("v", fail="exit"):
        raise KeyError("first")
except RuntimeError as e:
    print(e, repr(e.__context__))


def f():
    for i in range(3):
        with CM(f"loop{i}"):
            if i == 0:
                continue
            return i


print(f())
with CM("tuple") as (a, *rest):
    print(a, rest)
d = {}
with CM("item") as d["k"]:
    print(d)
for bad in ("with 1: pass", "with object() as x: pass", "async def f():\n async with 1: pass\nf().send(None)",
            "async def f():\n with CM2(): pass\nf().send(None)"):
    try:
        exec(bad)
    except (TypeError, NameError) as e:
        print(type(e).__name__, e)


class OnlyEnter:
    def __enter__(self):
        return 1


class OnlyExit:
    def __exit__(self, *a):
        return 1


for cls in (OnlyEnter, OnlyExit):
    try:
        with cls():
            pass
    except TypeError as e:
        print(e)
