# [Sub-Thread 1] - [1 Event Loop] - [0+ Async Coroutines]
import _thread
import asyncio

done = _thread.allocate_lock()
done.acquire()
log = []


async def work(name):
    await asyncio.sleep(0)
    log.append((name, asyncio.get_running_loop() is not None))
    return name


def thread():
    log.append(asyncio.run(work("sub")))
    done.release()


async def main():
    main_loop = asyncio.get_running_loop()
    _thread.start_new_thread(thread, ())
    await work("main")
    return main_loop


asyncio.run(main())
done.acquire()
print(sorted(log, key=str))
