import _thread

data = _thread._local()
data.x = "main"
gate = _thread.allocate_lock()
gate.acquire()
out = []


class Counted(_thread._local):
    made = 0

    def __init__(self, start):
        type(self).made += 1
        self.start = start


counted = Counted(10)
counted.start += 1


def thread():
    out.append(hasattr(data, "x"))
    data.x = "sub"
    out.append(data.x)
    out.append(counted.start)
    gate.release()


_thread.start_new_thread(thread, ())
gate.acquire()
print(out, data.x, counted.start, Counted.made)
print(data.__dict__)
del data.x
try:
    data.x
except AttributeError as e:
    print(e)
try:
    _thread._local(1)
except TypeError as e:
    print(e)
