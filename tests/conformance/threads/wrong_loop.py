import asyncio


async def main():
    other = asyncio.new_event_loop()
    future = other.create_future()
    try:
        await future
    except RuntimeError as e:
        text = str(e)
        print(text.startswith("Task <Task pending name='Task-"), text.endswith("attached to a different loop"))
    try:
        await asyncio.wait_for(asyncio.sleep(0, "ok"), 1)
        other.run_until_complete(asyncio.sleep(0))
    except RuntimeError as e:
        print(e)
    other.close()


import sys

sys.stderr = None
asyncio.run(main())
