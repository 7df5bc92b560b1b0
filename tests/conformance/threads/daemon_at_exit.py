# Threads that still run, compute, sleep or wait for a lock do not keep the process from ending.
import _thread
import asyncio
import atexit
import time

started = []
lock = _thread.allocate_lock()
lock.acquire()


def computes():
    started.append(1)
    while True:
        pass


def sleeps():
    started.append(2)
    time.sleep(1000)


def waits():
    started.append(3)
    lock.acquire()


def loops():
    async def forever():
        started.append(4)
        await asyncio.sleep(1000)
    asyncio.run(forever())


for f in (computes, sleeps, waits, loops):
    _thread.start_new_thread(f, ())
while len(started) < 4:
    time.sleep(0.001)
atexit.register(print, "at exit")
print(sorted(started))
