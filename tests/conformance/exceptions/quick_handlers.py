# Handlers and `raise` in the forms that have a short way, and next to them those that have not.
import sys


class A(Exception):
    pass


class B(A):
    def __init__(self, x):
        super().__init__(x, "b")


class Meta(type):
    def __instancecheck__(cls, other):
        print("never asked")
        return True

    def __subclasscheck__(cls, other):
        print("never asked")
        return True


class Asked(Exception, metaclass=Meta):
    pass


def trip(raised, *caught):
    for c in caught:
        try:
            try:
                raise raised
            except c as e:
                print("caught", type(e).__name__, e.args, sys.exception() is e)
            else:
                print("else")
        except BaseException as e:
            print("passed", type(e).__name__, e, type(e.__context__).__name__)
        print(sys.exception())


trip(ValueError(1), ValueError, Exception, KeyError, (KeyError, ValueError), (), Asked)
trip(B(2), A, B, BaseException, OSError)
trip(A, A, B)
trip(3, Exception)
trip(KeyError, int, 5, (ValueError, 5), (KeyError, 5))
trip(type("C", (), {}), Exception)


def conditional():
    for i in range(4):
        try:
            if i % 2:
                raise ValueError(i)
            print("nothing", i)
        except ValueError as e:
            print(e.args[0], e.args)
            e = 5
            print(e)
        finally:
            print("finally", i)
        try:
            e
        except UnboundLocalError as gone:
            print(gone)


conditional()


def nested():
    try:
        raise ValueError(1)
    except ValueError:
        a = sys.exception()
        try:
            raise KeyError(2)
        except KeyError as k:
            print(k.__context__ is a, sys.exception() is k)
        print(sys.exception() is a)
        try:
            raise
        except ValueError as again:
            print(again is a, again.__context__)
        for i in range(2):
            try:
                raise a
            except ValueError as v:
                print(v is a, v.__context__)
    print(sys.exception())


nested()


def lines(e):
    out = []
    tb = e.__traceback__
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
        tb = tb.tb_next
    return out


def deep(n):
    if n:
        return deep(n - 1)
    raise ValueError("deep")


for i in range(3):
    try:
        deep(2)
    except ValueError as e:
        print(lines(e))
        kept = e
        try:
            raise e
        except ValueError as f:
            print(lines(f))


def in_generator():
    try:
        yield 1
    except ValueError as e:
        print("in", e.args, sys.exception() is e)
        yield 2
        print(sys.exception() is e)
    print(sys.exception())
    yield 3


g = in_generator()
print(next(g))
try:
    raise TypeError("outer")
except TypeError:
    print(g.throw(ValueError(7)))
    print(type(sys.exception()))
print(sys.exception(), next(g))


# An exception whose class computes its arguments, and a handler variable that dies last.
class Loud(Exception):
    def __del__(self):
        print("del", self.args)


for i in range(2):
    try:
        raise Loud(i)
    except Loud as e:
        print("here", e.args)
    print("after")
try:
    try:
        raise Loud("x")
    except Loud:
        print("no name")
    print("gone")
finally:
    print("end")


def returns():
    try:
        raise Loud("r")
    except Loud as e:
        return "returned"


print(returns())


def loops():
    for i in range(3):
        try:
            raise Loud(i)
        except Loud:
            if i == 1:
                continue
            if i == 2:
                break
        print("bottom", i)


loops()
# Computed attributes of exceptions.
try:
    raise ValueError("a", 2)
except ValueError as e:
    for _ in range(3):
        print(e.args, e.__context__, e.__cause__, e.__suppress_context__, e.__traceback__ is not None)
    e.args = [1]
    print(e.args)
