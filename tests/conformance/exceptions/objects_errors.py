# The errors of exceptions/objects.
e = ValueError("a", 1)
e.args = [5, 6]
e.extra = 1
o = OSError(2, "No such file", "file.txt")
s = StopIteration(5)
n = NameError("m", name="nm")
u = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad")
for code in ("UnicodeDecodeError()", "UnicodeDecodeError('a', 'b', 0, 1, 'c')", "NameError(nme=1)", "ValueError(x=1)", "ImportError(foo=1)", "e.args = 5", "e.__cause__ = 5", "e.__context__ = 'a'", "e.__traceback__ = 5", "del e.args", "del e.__cause__", "e.with_traceback(5)", "BaseException.__new__(int)", "AttributeError('a', nope=1)", "StopIteration(k=1)"):
    try:
        exec(code)
        print("ok", code)
    except Exception as x:
        print(code, "!!", type(x).__name__, x)
e.add_note("note 1")
e.add_note("note 2")
class Custom(Exception):
    def __str__(self): return "custom str"
class NoInit(Exception):
    def __init__(self, x): self.x = x
