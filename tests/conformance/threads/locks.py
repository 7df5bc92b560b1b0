import _thread

lock = _thread.allocate_lock()
print(lock.locked(), lock.acquire(), lock.locked())
print(lock.acquire(False), lock.acquire(blocking=False), lock.acquire(timeout=0.01))
lock.release()
print(lock.locked())
try:
    lock.release()
except RuntimeError as e:
    print(type(e).__name__, e)
with lock as value:
    print(value, lock.locked())
print(lock.locked())
for args, kwargs in (((False, 1), {}), ((True, -2), {}), ((), {"timeout": 1e20}), (("x",), {})):
    try:
        print(lock.acquire(*args, **kwargs))
        lock.release()
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__, e)
print(type(lock).__name__, type(lock).__module__, _thread.LockType is type(lock))
print(_thread.error is RuntimeError)
