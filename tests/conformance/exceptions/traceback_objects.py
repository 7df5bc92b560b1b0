import sys


def a(): b()
def b():
    c(
        1,
    )
def c(x):
    raise ValueError(x)


try:
    a()
except ValueError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_frame.f_lineno, tb.tb_lasti >= 0)
        last, tb = tb, tb.tb_next
    f = last.tb_frame
    print(f.f_locals, f.f_back.f_code.co_name, f.f_globals is globals(), f.f_code is c.__code__)
    TB = type(last)
    print(TB.__name__, type(f).__name__)
    new = TB(None, f, 0, 99)
    print(new.tb_lineno, new.tb_next)
    new.tb_next = last
    print(new.tb_next is last)
    try:
        last.tb_next = new
    except ValueError as x:
        print(x)
    print(ValueError().with_traceback(new).__traceback__ is new)
f = sys._getframe()
print(f.f_code.co_name, f.f_lineno, f.f_back, f.f_locals is not None, f.f_builtins["len"] is len)


def frames():
    v = 1
    fr = sys._getframe()
    fr.f_locals["v"] = 2
    return v, sys._getframe(1).f_code.co_name, fr.f_locals["v"], sorted(fr.f_locals)


print(frames())
try:
    sys._getframe(100)
except ValueError as e:
    print(e)
e = ValueError("kept")
for i in range(2):
    try:
        raise e
    except ValueError:
        n, tb = 0, e.__traceback__
        while tb:
            n, tb = n + 1, tb.tb_next
        print(n)
def g():
    try:
        yield 1
    except KeyError as e:
        print(e.__traceback__.tb_frame.f_code.co_name, e.__traceback__.tb_next)
        raise
x = g()
next(x)
try:
    x.throw(KeyError("k"))
except KeyError as e:
    tb = e.__traceback__
    print(tb.tb_frame.f_code.co_name, tb.tb_next.tb_frame.f_code.co_name)
