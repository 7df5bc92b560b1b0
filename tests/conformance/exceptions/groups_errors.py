# The errors of exceptions/groups.
from _groups import MyGroup

eg = ExceptionGroup("msg", [ValueError(1), TypeError(2), ExceptionGroup("inner", [KeyError(3), ValueError(4)])])
match, rest = eg.split((ValueError, KeyError))
b = BaseExceptionGroup("b", [KeyboardInterrupt()])
for code in ("ExceptionGroup()", "ExceptionGroup('m')", "ExceptionGroup('m', [])", "ExceptionGroup('m', [1])", "ExceptionGroup(1, [ValueError()])", "ExceptionGroup('m', 5)", "ExceptionGroup('m', [KeyboardInterrupt()])", "ExceptionGroup('m', {ValueError()}) and None", "eg.split(5)", "eg.subgroup([])", "eg.message = 1", "ExceptionGroup('m', [ValueError()], 1)", "ExceptionGroup('m', [ValueError])"):
    try:
        exec(code)
        print("ok", code)
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
def handle(exc):
    try:
        try:
            raise exc
        except* ValueError as g:
            print("ValueError", repr(g))
        except* (KeyError, OSError) as g:
            print("KeyError/OSError", repr(g))
            if any(isinstance(e, OSError) for e in g.exceptions):
                raise RuntimeError("while handling")
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as e:
        print("left", repr(e), repr(e.__context__), repr(e.__cause__))
handle(eg)
handle(ValueError("naked"))
handle(IndexError("unhandled"))
handle(ExceptionGroup("os", [OSError("o"), ValueError("v"), TypeError("t")]))
handle(b)
m = MyGroup("mine", [ValueError(1), KeyError(2)])
m.add_note("n")
