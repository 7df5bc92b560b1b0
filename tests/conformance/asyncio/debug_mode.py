# Debug mode, exception handlers, what is said about tasks that are lost.
import asyncio
import time


async def checks():
    loop = asyncio.get_running_loop()
    print(loop.get_debug(), loop.slow_callback_duration)
    c = checks()
    for call in (lambda: loop.call_soon(c), lambda: loop.call_soon(3), lambda: loop.call_later(1, None),
                 lambda: loop.call_soon_threadsafe(c)):
        try:
            call()
        except TypeError as e:
            print(str(e).replace(hex(id(c)), "ADDRESS"))
    c.close()
    def other():
        try:
            loop.call_soon(print)
        except RuntimeError as e:
            return str(e)
    print(await asyncio.to_thread(other))


async def handlers():
    loop = asyncio.get_running_loop()
    seen = []
    loop.set_exception_handler(lambda loop, context: seen.append(context))
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    print(sorted(seen[0]), seen[0]["message"].split(" at ")[0], repr(seen[0]["exception"]))
    loop.call_exception_handler({"message": "mine", "other": 1})
    print(seen[1])
    def bad(loop, context):
        raise KeyError("in the handler")
    loop.set_exception_handler(bad)
    for handler in (3, "x"):
        try:
            loop.set_exception_handler(handler)
        except TypeError as e:
            print(e)
    print(loop.get_exception_handler() is bad)
    loop.set_exception_handler(None)
    print(loop.get_exception_handler())
    loop.default_exception_handler({"message": "plain", "b": [1], "a": "text"})
    loop.default_exception_handler({})
    loop.call_exception_handler({"message": "with exception", "exception": ValueError("no traceback")})


async def slow():
    time.sleep(0.15)


asyncio.run(checks(), debug=True)
asyncio.run(handlers())
