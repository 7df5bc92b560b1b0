# With -X dev loops start in debug mode: coroutines in the wrong place are refused, futures know where they were made.
import asyncio


async def coroutine():
    pass


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_debug())
    for function in (loop.call_soon, loop.call_soon_threadsafe):
        made = coroutine()
        try:
            function(made)
        except TypeError as e:
            print(e)
        made.close()
    try:
        loop.call_later(1, 5)
    except TypeError as e:
        print(e)
    future = loop.create_future()
    print(future._source_traceback is not None, "created at" in repr(future))
    handle = loop.call_soon(print)
    print("created at" in repr(handle))
    handle.cancel()


loop = asyncio.new_event_loop()
print(loop.get_debug())
loop.close()
asyncio.run(main())
