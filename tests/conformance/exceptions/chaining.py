def show(e, depth=0):
    while e is not None:
        print("  " * depth, repr(e), "cause" if e.__cause__ else "context" if e.__context__ else "", e.__suppress_context__)
        e = e.__cause__ or e.__context__


try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise ValueError("v") from z
except ValueError as e:
    show(e)
try:
    try:
        {}["k"]
    except KeyError:
        int("x")
except ValueError as e:
    show(e)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("hidden") from None
except ValueError as e:
    show(e)
try:
    try:
        1 / 0
    finally:
        raise KeyError("in finally")
except KeyError as e:
    show(e)
try:
    try:
        raise ValueError(1)
    except ValueError:
        try:
            raise TypeError(2)
        except TypeError:
            raise KeyError(3)
except KeyError as e:
    show(e)


class CM:
    def __exit__(self, *a): raise RuntimeError("exit")
    def __enter__(self): pass


try:
    with CM():
        raise ValueError("body")
except RuntimeError as e:
    show(e)


def gen():
    try:
        yield
    except ValueError:
        raise KeyError("from generator")


g = gen()
next(g)
try:
    g.throw(ValueError("thrown"))
except KeyError as e:
    show(e)
try:
    try:
        raise ValueError("same")
    except ValueError as e:
        raise e
except ValueError as e:
    show(e)
e1, e2 = ValueError("1"), ValueError("2")
try:
    try:
        raise e1
    except ValueError:
        try:
            raise e2
        except ValueError:
            raise e1
except ValueError as e:
    show(e)
try:
    raise KeyError from ValueError
except KeyError as e:
    show(e)
try:
    raise ValueError("x") from ValueError("cause")
except ValueError as e:
    e.__suppress_context__ = False
    show(e)
try:
    try:
        raise ValueError("a")
    except ValueError:
        pass
    raise KeyError("unrelated")
except KeyError as e:
    show(e)
import sys
print(sys.exc_info(), sys.exception())
try:
    1 / 0
except ZeroDivisionError as e:
    print(sys.exception() is e, sys.exc_info()[0].__name__, sys.exc_info()[1] is e, sys.exc_info()[2] is e.__traceback__)
print(sys.exception())
