# [Sub-Thread 2] - [0 Event Loop] - [Sync Functions only]
import _thread
import asyncio

done = _thread.allocate_lock()
done.acquire()
lines = []


def sync_function(a, b):
    return a * b


def thread():
    lines.append(sync_function(6, 7))
    for function in (asyncio.get_running_loop, asyncio.get_event_loop):
        try:
            function()
        except RuntimeError as e:
            lines.append(str(e).split(" in thread ")[0])
    done.release()


_thread.start_new_thread(thread, ())
done.acquire()
print(*lines, sep="\n")
