import asyncio


async def main():
    loop = asyncio.get_running_loop()
    log = []
    h = loop.call_soon(log.append, "soon")
    loop.call_soon(log.append, "cancelled").cancel()
    loop.call_later(0.02, log.append, "later 2")
    loop.call_later(0.01, log.append, "later 1")
    t = loop.call_at(loop.time() + 0.015, log.append, "at")
    never = loop.call_later(0.01, log.append, "never")
    never.cancel()
    print(type(h).__name__, type(t).__name__, h.cancelled(), never.cancelled(), t.when() > loop.time() - 1)
    await asyncio.sleep(0.05)
    print(log, h.cancelled())
    order = []
    for i in range(5):
        loop.call_soon(order.append, i)
    loop.call_soon(lambda: loop.call_soon(order.append, "nested"))
    await asyncio.sleep(0)
    print(order)
    await asyncio.sleep(0)
    print(order)
    print(loop.is_running(), loop.is_closed(), loop.get_debug())
    for f in (loop.close, loop.run_forever, lambda: loop.run_until_complete(loop.create_future())):
        try:
            f()
        except RuntimeError as e:
            print(e)
    errors = []
    loop.set_exception_handler(lambda l, c: errors.append((c["message"].split("(")[0], repr(c["exception"]))))
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print([(m[:21], e) for m, e in errors])


asyncio.run(main())
loop = asyncio.new_event_loop()
loop.call_soon(print, "in run_forever")
loop.call_later(0.01, loop.stop)
loop.run_forever()
print(loop.is_running(), loop.run_until_complete(asyncio.sleep(0, "ruc")))
async def never(): await loop.create_future()
loop.call_soon(loop.stop)
t = loop.create_task(never())
try:
    loop.run_until_complete(t)
except RuntimeError as e:
    print(e)
t.cancel()
try:
    loop.run_until_complete(t)
except asyncio.CancelledError:
    print("cancelled")
loop.close()
loop.close()
for f in (lambda: loop.call_soon(print), lambda: loop.call_later(1, print), lambda: loop.run_forever(), lambda: loop.create_task(5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
