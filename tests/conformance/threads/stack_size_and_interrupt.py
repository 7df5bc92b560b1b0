# `stack_size` tells what was set; `interrupt_main` in the main thread raises before it returns.
import _signal
import _thread

print(_thread.stack_size(), _thread.stack_size(262144), _thread.stack_size())
lock = _thread.allocate_lock()
lock.acquire()


def deep(n):
    return n and 1 + deep(n - 1)


_thread.start_new_thread(lambda: (print(deep(500)), lock.release()), ())
lock.acquire()
_thread.stack_size(0)
print(_thread.stack_size())
for size in -1, 1, 4096:
    try:
        _thread.stack_size(size)
    except ValueError:
        print("ValueError", size)

reached = []
try:
    _thread.interrupt_main(), reached.append("too far")
except KeyboardInterrupt:
    print("KeyboardInterrupt", reached)


def on_term(number, frame):
    1 / 0


_signal.signal(_signal.SIGTERM, on_term)
try:
    _thread.interrupt_main(_signal.SIGTERM), reached.append("too far")
except ZeroDivisionError:
    print("ZeroDivisionError", reached)
_signal.signal(_signal.SIGINT, _signal.SIG_IGN)
_thread.interrupt_main()
print("ignored")
handle = _thread._ThreadHandle()
for call in handle._set_done, handle.join:
    try:
        call()
    except RuntimeError as error:
        print(error)
