# Generators and coroutines used together.
def take(n, items):
    for index, item in enumerate(items):
        if index >= n: return
        yield item
def flatten(tree):
    for node in tree:
        if isinstance(node, (list, tuple)): yield from flatten(node)
        else: yield node
async def agen(n):
    for i in range(n):
        yield i
        await sleep(0)
async def main():
    result = [x async for x in agen(3)]
    pairs = {x: y async for x, y in apairs() if x for z in y if await z}
    async with lock, pool() as p:
        async for item in agen(10):
            if item % 2: continue
            await p.submit(item, *pairs, **{"k": result})
    try:
        return await wait_for(main(), timeout=1.5)
    except* (TimeoutError, OSError) as group:
        raise group.exceptions[0] from None
gen = (x ** 2 for x in take(5, count()) if x & 1)
print(*gen, sep=", ", end="\n" * 2)
