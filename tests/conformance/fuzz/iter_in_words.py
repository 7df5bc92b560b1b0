# What is said of an `__iter__` that is None, raises, or returns no iterator, where the caller has words of its own.
import math
import time


def show(text):
    names = dict(globals())
    try:
        exec(text, names)
        print(text, "->", names.get("x"))
    except BaseException as e:
        print(text, "->", type(e).__name__, e, e.__context__)


class NoIter:
    __iter__ = None


class BadIter:
    def __iter__(self):
        return 5


class TypeErrorIter:
    def __iter__(self):
        raise TypeError("mine")


class ValueErrorIter:
    def __iter__(self):
        raise ValueError("mine")


class Items:
    def __getitem__(self, index):
        raise TypeError("mine")


class Plain:
    pass


class Unhinted:
    def __len__(self):
        return -1

    def __iter__(self):
        return iter("ab")


class BadIndex:
    def __index__(self):
        return "a"


for value in ("NoIter()", "BadIter()", "TypeErrorIter()", "ValueErrorIter()", "Items()", "5", "None", "Plain()", "''"):
    for text in (
        "x = [1]; x[0:1] = %s", "x = [1]; x[::2] = %s", "x = ','.join(%s)", "x = b','.join(%s)", "x = bytearray().join(%s)", "x = []; x.extend(%s)", "x = bytearray(); x.extend(%s)",
        "x = bytearray(b'a'); x[0:1] = %s", "x = bytearray(b'a'); x[::2] = %s", "x = bytes(%s)", "x = bytearray(%s)", "x = int.from_bytes(%s)", "time.struct_time(%s)",
        "x = list(%s)", "x = set(%s)", "memoryview(bytearray(b'a'))[0:1] = %s", "x = math.dist(%s, [])",
    ):
        show(text % value)
show("math.dist(Unhinted(), 5)")
show("SyntaxError(1, Unhinted())")
show("BadIndex() in b'a'")
show("BadIndex() in bytearray(b'a')")
show("memoryview(bytearray(b'a'))[slice('a')] = 5")
show("time.clock_gettime(BadIndex())")


class Index:
    def __index__(self):
        return 1


class Raises:
    def __index__(self):
        raise ValueError("index")


class Float:
    def __float__(self):
        return 1.5


for value in ("Index()", "Raises()", "Float()", "1j", "1.5", "2**70"):
    show("bytearray(b'a')[:] = %s" % value)
    show("bytearray(b'a')[::2] = %s" % value)
for value in ("Raises()", "1.5", "2**70", "'a'"):
    show("time.clock_gettime(%s)" % value)
print(time.clock_gettime(Index()) > 0)
