import _thread
import sys
import time

done = _thread.allocate_lock()
done.acquire()


class Last:
    def __del__(self):
        done.release()


def failing(keep):
    raise ValueError("in a thread")


def quiet(keep):
    raise SystemExit(3)


_thread.start_new_thread(failing, (Last(),))
done.acquire()
time.sleep(0.05)
print("main goes on", flush=True)
_thread.start_new_thread(quiet, (Last(),))
done.acquire()
print("still here")
