from _groups import MyGroup

eg = ExceptionGroup("msg", [ValueError(1), TypeError(2), ExceptionGroup("inner", [KeyError(3), ValueError(4)])])
print(eg, repr(eg), eg.message, len(eg.exceptions), eg.args)
print(eg.subgroup(ValueError), repr(eg.subgroup(lambda e: isinstance(e, KeyError))), eg.subgroup(OSError))
match, rest = eg.split((ValueError, KeyError))
print(repr(match), repr(rest))
print(repr(eg.derive([OSError(1)])), eg.split(Exception)[0] is eg, eg.subgroup(ExceptionGroup) is eg)
b = BaseExceptionGroup("b", [KeyboardInterrupt()])
print(type(b).__name__, type(BaseExceptionGroup("x", [ValueError()])).__name__, isinstance(eg, Exception), isinstance(b, Exception))


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
try:
    pass
except* ValueError:
    print("no")
else:
    print("else")
try:
    try:
        raise ExceptionGroup("r", [ValueError(1), TypeError(2)])
    except* ValueError as g:
        raise
    except* TypeError as g:
        raise KeyError("new") from g
except ExceptionGroup as e:
    print(repr(e))
try:
    try:
        raise ValueError
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)
try:
    try:
        raise ValueError
    except* 5:
        pass
except TypeError as e:
    print(e)


m = MyGroup("mine", [ValueError(1), KeyError(2)])
m.add_note("n")
print(repr(m.subgroup(ValueError)), m.split(KeyError), m.subgroup(KeyError).__notes__)
print([e for e in ExceptionGroup("x", (ValueError(i) for i in range(2)) if False else (ValueError(0),)).exceptions])
