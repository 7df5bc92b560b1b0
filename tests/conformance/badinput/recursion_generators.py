import asyncio


def attempt(g):
    try:
        g()
    except RecursionError as e:
        return "RecursionError"
    return "no error"


def gen(): yield from gen()
def gen2():
    for x in gen2(): yield x
def nested(n):
    if n: yield from nested(n - 1)
    else: yield "bottom"
print(attempt(lambda: next(gen())), attempt(lambda: list(gen2())), next(nested(500)))
async def co(): await co()
def drive(c):
    try: c.send(None)
    except StopIteration: pass
print(attempt(lambda: drive(co())))
async def agen():
    async for x in agen(): yield x
async def use(): return [x async for x in agen()]
print(attempt(lambda: drive(use())))
print(attempt(lambda: asyncio.run(co())))
g = iter([1])
for _ in range(20000): g = (x for x in g)
print(attempt(lambda: list(g)) in ("RecursionError", "no error"))
m = iter([1])
for _ in range(5000): m = map(lambda x: x, m)
print(attempt(lambda: next(m)) in ("RecursionError", "no error"))
def deep_await(n):
    async def f(k):
        if k: return 1 + await f(k - 1)
        return 0
    return asyncio.run(f(n))
print(deep_await(300))
