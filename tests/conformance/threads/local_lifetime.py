"""When the attributes of a thread-local object die: with the object, with the thread, and in a cycle."""
import _thread
import gc
from _weakref import ref


class Value:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


local = _thread._local()
local.x = Value("dies with the object")
del local
print("object gone")

local = _thread._local()
local.me = local
local.x = Value("cycle")
watch = ref(local)
del local
gc.collect()
print("collected", watch())


class Sub(_thread._local):
    def __init__(self, value):
        self.value = value


shared = Sub(Value("shared by the arguments"))
done = _thread.allocate_lock()
done.acquire()


def thread():
    shared.own = Value("dies with the thread")
    print(shared.value.name, hasattr(shared, "own"))
    other = _thread._local()
    other.x = Value("local of a thread")
    del other
    print("end of the thread")


handle = _thread.start_joinable_thread(thread)
handle.join()
print("joined", sorted(shared.__dict__))
del shared
print("object gone")

# A thread that outlives the object.
local = _thread._local()
ready = _thread.allocate_lock()
ready.acquire()


def outlive():
    local.x = Value("in another thread")
    ready.release()
    done.acquire()
    print("the other thread ends")


handle = _thread.start_joinable_thread(outlive)
ready.acquire()
del local
print("object gone")
done.release()
handle.join()

# Many objects of one thread.
for i in range(1000):
    local = _thread._local()
    local.i = i
before = len([o for o in gc.get_objects() if type(o) is _thread._local])
del local
print(before, len([o for o in gc.get_objects() if type(o) is _thread._local]))
