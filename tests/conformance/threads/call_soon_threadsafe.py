import _thread
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    got = []
    done = loop.create_future()

    def receive(i):
        got.append(i)
        if i == 99:
            done.set_result(None)

    def producer():
        for i in range(100):
            loop.call_soon_threadsafe(receive, i)

    _thread.start_new_thread(producer, ())
    await asyncio.wait_for(done, 5)
    print(got == list(range(100)), len(got))


asyncio.run(main())
loop = asyncio.new_event_loop()
loop.close()
try:
    loop.call_soon_threadsafe(print)
except RuntimeError as e:
    print(e)
