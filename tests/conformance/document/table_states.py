# The table of section 2: what each piece of code is.
import asyncio
import sys


async def main():
    return 0


print(type(main).__name__)
coro = main()
print(type(coro).__name__, coro.__name__, coro.__qualname__)
print(coro.cr_running, coro.cr_suspended, coro.cr_frame is not None, coro.cr_await)
result = asyncio.run(coro)
print(repr(result), coro.cr_frame, coro.cr_running)
try:
    asyncio.run(coro)
except RuntimeError as e:
    print(type(e).__name__, e)
try:
    sys.exit(result)
except SystemExit as e:
    print("SystemExit", e.code)
