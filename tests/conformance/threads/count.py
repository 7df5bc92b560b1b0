import _thread
import time

before = _thread._count()
gate = _thread.allocate_lock()
gate.acquire()
started = []


def wait():
    started.append(1)
    with gate:
        pass


for _ in range(4):
    _thread.start_new_thread(wait, ())
while len(started) < 4:
    time.sleep(0.001)
print(_thread._count() - before)
gate.release()
for _ in range(500):
    if _thread._count() == before:
        break
    time.sleep(0.01)
print(_thread._count() - before)
