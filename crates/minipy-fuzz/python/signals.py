"""Work that SIGINT interrupts: `signals.py SEED`. The driver sends one signal for each line `ready`.

After each KeyboardInterrupt the script checks that what the work changes is whole, and prints `caught`; a second
KeyboardInterrupt for the same signal, or a value that is broken, ends it with another text.
"""

import sys
import time
import _thread
import asyncio
import select
import _signal
import _socket

# Whoever starts this may ignore the signal (a job in the background of a plain shell).
_signal.signal(_signal.SIGINT, _signal.default_int_handler)

seed = int(sys.argv[1])
# What nobody ever writes to.
first, second = _socket.socketpair()
reader = first.fileno()
listener = _socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(1)
time_lock = _thread.allocate_lock()
time_lock.acquire()
words = [str(i * 7919 % 10007) for i in range(20000)]
text = ",".join(words)
big = 3 ** 40000
table = {}
queue = []


def loop():
    n = 0
    while True:
        n += 1


def for_loop():
    while True:
        for i in range(1000000):
            table[i & 1023] = i


def sort():
    while True:
        items = list(words)
        items.sort()


class Key:
    def __init__(self, x):
        self.x = x

    def __lt__(self, other):
        return self.x < other.x


keys = [Key(w) for w in words[:3000]]


def sort_by_python():
    while True:
        sorted(keys)


def sort_in_place():
    # The list must come back whole, however the sort ends.
    while True:
        keys.sort(key=lambda k: k.x)
        keys.reverse()


def sleep():
    time.sleep(100)


def lock():
    lock = _thread.allocate_lock()
    lock.acquire()
    lock.acquire()


def lock_with_time():
    lock = _thread.allocate_lock()
    lock.acquire()
    lock.acquire(True, 100)


def join():
    while True:
        ",".join(words)
        text.split(",")
        text.replace("1", "22")


def big_ints():
    while True:
        x = big * big % (10**4000 + 1)
        str(x)[:3]


def generators():
    while True:
        sum(x for x in range(100000))


def comprehension():
    while True:
        queue.append([x * 2 for x in range(1000)])
        queue.pop()


def exceptions():
    while True:
        try:
            [][1]
        except IndexError:
            pass
        finally:
            table["f"] = 1


def calls():
    def f(n):
        return n and f(n - 1)

    while True:
        f(50)


def event_loop():
    asyncio.run(asyncio.sleep(100))


def busy_event_loop():
    async def main():
        while True:
            await asyncio.sleep(0)

    asyncio.run(main())


def contains():
    items = list(range(100000))
    while True:
        -1 in items
        items.count(-1)
        items == list(items)


def natives():
    while True:
        list(map(str, range(10000)))
        dict(zip(range(10000), words))
        set(words)
        max(words)


def select_nothing():
    select.select([reader], [], [])


def poll_nothing():
    poller = select.poll()
    poller.register(reader, select.POLLIN)
    poller.poll()


def epoll_nothing():
    poller = select.epoll()
    try:
        poller.register(reader, select.EPOLLIN)
        poller.poll()
    finally:
        poller.close()


def receive():
    first.recv(1)


def accept():
    listener._accept()


def join_thread():
    handle = _thread.start_joinable_thread(time_lock.acquire)
    try:
        handle.join()
    finally:
        time_lock.release()


works = [select_nothing, poll_nothing, epoll_nothing, receive, accept, join_thread, loop, for_loop, sort, sort_by_python, sort_in_place, sleep, lock, lock_with_time, join, big_ints, generators,
         comprehension, exceptions, calls, event_loop, busy_event_loop, contains, natives]


def check():
    if len(keys) != 3000 or sum(1 for k in keys if type(k) is Key) != 3000:
        return "the list that was sorted lost items"
    if len(words) != 20000 or len(queue) > 1 or any(k != "f" and v & 1023 != k for k, v in table.items()):
        return "a container is broken"
    return None


n = seed
caught = 0
while True:
    work = works[n % len(works)]
    n += 1
    try:
        print("ready", work.__name__, flush=True)
        work()
        print("ended", work.__name__, flush=True)
        break
    except KeyboardInterrupt:
        caught += 1
    except BaseException as e:
        print("other", work.__name__, repr(e), flush=True)
        break
    try:
        problem = check()
        queue.clear()
        for i in range(300):
            pass
        if problem:
            print("broken", work.__name__, problem, flush=True)
            break
        print("caught", work.__name__, flush=True)
    except KeyboardInterrupt:
        print("twice", work.__name__, flush=True)
        break
