# "1 event loop - sync function": sync functions run directly, no loop is involved.
import asyncio


def sync_function():
    try:
        asyncio.get_running_loop()
    except RuntimeError as e:
        return f"no loop: {e}"
    return "in a loop"


async def main():
    return sync_function()


print(sync_function())
print(asyncio.run(main()))
print(sync_function())
try:
    asyncio.get_event_loop()
except RuntimeError as e:
    print(e)
