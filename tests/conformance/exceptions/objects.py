e = ValueError("a", 1)
print(e, repr(e), e.args, str(ValueError()), repr(ValueError()), repr(ValueError("x")), str(KeyError("k")), str(KeyError("a", "b")), str(KeyError()))
e.args = [5, 6]
print(e.args, e)
e.extra = 1
print(e.__dict__, e.__traceback__, e.__cause__, e.__context__, e.__suppress_context__)
o = OSError(2, "No such file", "file.txt")
print(o, o.errno, o.strerror, o.filename, type(o).__name__, repr(o), o.args)
print(OSError(13, "x").__class__.__name__, OSError("only"), OSError(1, "a", "b", None, "c"), OSError(99999, "m"), repr(OSError()), OSError(2, "m").filename)
print(type(OSError(17, "")).__name__, type(OSError(32, "")).__name__, type(OSError(4, "")).__name__, type(OSError(110, "")).__name__, type(OSError(11, "")).__name__, type(ConnectionError(104, "")).__name__)
s = StopIteration(5)
print(s.value, s.args, StopIteration().value, StopAsyncIteration(1).args, SystemExit(3).code, SystemExit().code, SystemExit(1, 2).code)
n = NameError("m", name="nm")
print(n.name, n.args, AttributeError("m", name="a", obj=5).obj, ImportError("m", name="n", path="p").path, ImportError("m").name)
u = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad")
print(u, u.encoding, u.object, u.start, u.end, u.reason)
print(UnicodeEncodeError("ascii", "é", 0, 1, "bad"), UnicodeEncodeError("ascii", "aéb€", 1, 4, "bad"), UnicodeTranslateError("é", 0, 1, "r"))
print(e.with_traceback(None) is e)
e.add_note("note 1")
e.add_note("note 2")
print(e.__notes__)
try:
    e.add_note(5)
except TypeError as x:
    print(x)
print(e == e, e == ValueError("a", 1), hash(e) == hash(e), isinstance(e, Exception), e.__reduce__()[1])
class Custom(Exception):
    def __str__(self): return "custom str"
print(Custom(1), repr(Custom(1)), Custom(1).args, repr(Custom(1, "b")))
class NoInit(Exception):
    def __init__(self, x): self.x = x
print(NoInit(5).args, repr(NoInit(5)), str(NoInit(5)))
e.__setstate__({"q": 1}); print(e.q)
