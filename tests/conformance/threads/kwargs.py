import _thread

gate = _thread.allocate_lock()
gate.acquire()


def target(a, b=2, *args, c, **rest):
    print(a, b, args, c, rest)
    gate.release()


_thread.start_new_thread(target, (1,), {"c": 3, "d": 4})
gate.acquire()
_thread.start_new_thread(target, (1, 5, 6), {"c": 3})
gate.acquire()


class Callable:
    def __call__(self, x):
        print("called", x)
        gate.release()


_thread.start_new(Callable(), ("instance",))
gate.acquire()
