"""Runs a script's body again and again in one process: `leaks.py SCRIPT REPORT`. What grows with every round leaks.

Writes to REPORT a line for each type with more objects after each round than after the one before, and one for all
objects of the heap. The script's own output goes where it goes; what it raises is ignored.
"""
import sys
import atexit
import gc
from _contextvars import copy_context

path, report = sys.argv[1:3]
with open(path, "rb") as file:
    source = file.read()
sys.argv[:] = [path]
sys.path.insert(0, path.rpartition("/")[0])
keep = set(sys.modules)
ROUNDS = 2


def body():
    namespace = {"__name__": "__main__", "__file__": path, "__builtins__": __builtins__}
    try:
        # In a context of its own: what it sets in the thread's stays set, by the nature of context variables.
        copy_context().run(exec, compile(source, path, "exec"), namespace)
    except BaseException:
        pass
    namespace.clear()


def settle():
    # What the script changed for everybody else.
    sys.setrecursionlimit(1000)
    gc.enable()
    gc.unfreeze()
    gc.set_debug(0)
    gc.set_threshold(2000, 10, 10)
    gc.callbacks.clear()
    gc.garbage.clear()
    atexit._clear()
    for name in set(sys.modules) - keep:
        del sys.modules[name]
    for _ in range(3):
        gc.collect()


def count():
    settle()
    blocks = sys.getallocatedblocks()
    kinds = {}
    for item in gc.get_objects():
        # Interned, so that the samples themselves do not grow.
        name = sys.intern(type(item).__module__ + "." + type(item).__qualname__)
        kinds[name] = kinds.get(name, 0) + 1
    kinds["all objects"] = blocks
    return kinds


samples = []
for _ in range(4):
    for _ in range(ROUNDS):
        body()
    samples.append(count())
with open(report, "w") as file:
    for name in samples[-1]:
        numbers = [sample.get(name, 0) for sample in samples]
        steps = [b - a for a, b in zip(numbers[1:], numbers[2:])]
        if min(steps) >= ROUNDS:
            file.write(f"{name}: {numbers}\n")
