# What happens at exit, in which order: atexit functions, module globals, cycles, weak references, daemon state.
import atexit
import gc
import sys
from _weakref import ref


class D:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, self.name in names if names is not None else None)


names = {"global", "in list", "cycle", "second global", "held by function"}
first = D("global")
held = [D("in list")]
cycle = D("cycle")
cycle.me = cycle
second = D("second global")


def function(keep=D("held by function")):
    pass


@atexit.register
def at_exit():
    print("at exit", first.name, gc.isenabled(), sys.is_finalizing())


w = ref(first, lambda r: print("callback of a weak reference at exit"))
D("unnamed")
del second
try:
    sys.exit(3)
finally:
    print("finally")
