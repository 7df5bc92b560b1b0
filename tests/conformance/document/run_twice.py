import asyncio


async def main(n):
    await asyncio.sleep(0)
    return n * n


loops = []


async def remember():
    loops.append(asyncio.get_running_loop())


print([asyncio.run(main(i)) for i in range(5)])
asyncio.run(remember())
asyncio.run(remember())
print(loops[0] is loops[1], [loop.is_closed() for loop in loops])
