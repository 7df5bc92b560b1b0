import sys


async def f():
    pass


def make():
    return f()


print(sys.get_coroutine_origin_tracking_depth())
sys.set_coroutine_origin_tracking_depth(2)
c = make()
print([(line, name) for _, line, name in c.cr_origin])
c.close()
sys.set_coroutine_origin_tracking_depth(0)
print(f().cr_origin)
try:
    sys.set_coroutine_origin_tracking_depth(-1)
except ValueError as e:
    print(e)
hooks = sys.get_asyncgen_hooks()
print(hooks.firstiter, hooks.finalizer)
seen = []
sys.set_asyncgen_hooks(firstiter=lambda g: seen.append("first"), finalizer=lambda g: seen.append("final"))
async def ag():
    yield 1
g = ag()
try:
    g.__anext__().send(None)
except StopIteration as e:
    print(e.value)
del g
print(seen)
sys.set_asyncgen_hooks(None, None)
