import _thread

lock = _thread.RLock()
print(lock.acquire(), lock.acquire(), lock.acquire(blocking=False))
print(lock._is_owned(), lock._recursion_count())
lock.release()
lock.release()
lock.release()
print(lock._is_owned(), lock._recursion_count())
try:
    lock.release()
except RuntimeError as e:
    print(e)
with lock:
    with lock:
        print("twice")
        other = _thread.allocate_lock()
        other.acquire()
        out = []

        def try_it():
            out.append(lock.acquire(blocking=False))
            try:
                lock.release()
            except RuntimeError as e:
                out.append(str(e))
            other.release()

        _thread.start_new_thread(try_it, ())
        other.acquire()
        print(out)
print(lock.locked())
