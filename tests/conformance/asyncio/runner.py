import asyncio


async def f(x):
    await asyncio.sleep(0)
    return x, asyncio.get_running_loop()


with asyncio.Runner() as r:
    a, loop_a = r.run(f(1))
    b, loop_b = r.run(f(2))
    print(a, b, loop_a is loop_b, loop_a is r.get_loop(), loop_a.is_closed())
print(loop_a.is_closed())
for call in (lambda: r.run(c), lambda: r.get_loop(), lambda: r.__enter__()):
    c = f(3)
    try:
        call()
    except RuntimeError as e:
        print(e)
    c.close()
r = asyncio.Runner()
for bad in (5, f, "x"):
    try:
        r.run(bad)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
r.close()
r.close()


async def debug():
    return asyncio.get_running_loop().get_debug()


print(asyncio.run(debug(), debug=True), asyncio.run(debug()))
made = []


def factory():
    made.append(asyncio.new_event_loop())
    return made[-1]


print(asyncio.run(f(4), loop_factory=factory)[1] is made[0], made[0].is_closed())


class Aw:
    def __await__(self):
        return (yield from asyncio.sleep(0, "awaitable").__await__())


print(asyncio.run(Aw()))


async def agen():
    try:
        yield 1
        yield 2
    finally:
        print("agen closed by shutdown_asyncgens")


async def partial():
    async for x in agen():
        print(x)
        break


asyncio.run(partial())


async def fail():
    raise ValueError("run raises")


try:
    asyncio.run(fail())
except ValueError as e:
    print(e)
try:
    asyncio.run(f(1), debug=False, nope=1)
except TypeError as e:
    print(e)
