"""Makes many objects of each kind and prints `kind sys.getsizeof`; `sys._debugmallocstats()` before and after tells the
test what the allocator gave for them."""
import sys
import gc
from array import array
from _collections import deque, defaultdict
from itertools import chain, combinations, count, repeat

N = 400
gc.disable()


class Plain:
    pass


class Slots:
    __slots__ = ("a", "b")


class Attributes:
    def __init__(self):
        self.a = self.b = self.c = 1


def generator():
    a = b = c = 1
    yield a, b, c


cell_holder = lambda: None
big = 1 << 20000
text = "x" * 10000
data = b"x" * 10000
hundred = list(range(100))
thousand = list(range(1000))
table = {i: i for i in range(1000)}
members = set(range(1000))
numbers = iter(range(10**9))

KINDS = {
    "object": object,
    "int of three words": lambda: big >> 19850,
    "int of 20,000 bits": lambda: big + 1,
    # Floats of ordinary size are words, as small ints are.
    "float beyond a word": lambda: (float(next(numbers)) + 0.5) * 1e300,
    "complex": lambda: complex(next(numbers), 1),
    "str of 5": lambda: "%05d" % next(numbers),
    "str of 100": lambda: "%0100d" % next(numbers),
    "str of 10,000": lambda: text + "%05d" % next(numbers),
    "str of 1000 wide": lambda: "é" * len(thousand),
    "bytes of 5": lambda: b"%05d" % next(numbers),
    "bytes of 10,000": lambda: data + b"y",
    "bytearray of 0": bytearray,
    "bytearray of 1000": lambda: bytearray(1000),
    "bytearray of 100,000": lambda: bytearray(100000),
    "memoryview": lambda: memoryview(data),
    "list of 0": list,
    "list of 3": lambda: [1, 2, 3],
    "list of 100": lambda: list(hundred),
    "list of 10,000": lambda: [0] * 10000,
    "tuple of 3": lambda: tuple([1, 2, 3]),
    "tuple of 100": lambda: tuple(hundred),
    "dict of 0": dict,
    "dict of 3": lambda: {1: 1, 2: 2, 3: 3},
    "dict of 1000": lambda: dict(table),
    "set of 0": set,
    "set of 3": lambda: {1, 2, 3},
    "set of 1000": lambda: set(members),
    "frozenset of 100": lambda: frozenset(hundred),
    "range": lambda: range(next(numbers)),
    "slice": lambda: slice(1, 2, 3),
    "iterator of a list": lambda: iter(hundred),
    "iterator of a tuple": lambda: iter((1, 2)),
    "iterator of a dict": lambda: iter(table),
    "enumerate": lambda: enumerate(numbers),
    "reversed": lambda: reversed(hundred),
    "function": lambda: (lambda: None),
    "method": lambda: hundred.append,
    "property": property,
    "instance": Plain,
    "instance with slots": Slots,
    "instance with attributes": Attributes,
    "exception": lambda: ValueError(),
    "array of 1000": lambda: array("i", bytes(4000)),
    "deque of 0": deque,
    "defaultdict": lambda: defaultdict(list),
    "count": count,
    "repeat": lambda: repeat(1),
}

items = [None] * N
for name, make in KINDS.items():
    for i in range(3):
        make()
    sys._debugmallocstats()
    for i in range(N):
        items[i] = make()
    sys._debugmallocstats()
    print(name, sum(map(sys.getsizeof, items)) / N, sep=": ", flush=True)
    for i in range(N):
        items[i] = None
