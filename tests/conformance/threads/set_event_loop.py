import _thread
import asyncio

gate = _thread.allocate_lock()
gate.acquire()
out = []


def thread():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    out.append(asyncio.get_event_loop() is loop)

    async def inside():
        out.append(asyncio.get_running_loop() is loop)
        out.append(asyncio.get_event_loop() is loop)
        return "value"

    out.append(loop.run_until_complete(inside()))
    out.append(loop.is_running())
    loop.close()
    out.append(loop.is_closed())
    asyncio.set_event_loop(None)
    gate.release()


_thread.start_new_thread(thread, ())
gate.acquire()
print(out)
try:
    asyncio.get_event_loop()
except RuntimeError as e:
    print(e)
