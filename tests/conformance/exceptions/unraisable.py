import sys


class D:
    def __del__(self):
        raise ValueError("in del")


class R:
    def __repr__(self): return "<R>"
    def __del__(self): 1 / 0


d = D()
del d
print("after", flush=True)
R()
def hook(u):
    print("hook", u.exc_type.__name__, u.exc_value, u.err_msg, type(u.object).__name__, u.exc_traceback is not None)
sys.unraisablehook = hook
D()
def g():
    try:
        yield
    finally:
        raise KeyError("closing")
x = g()
next(x)
del x
def h():
    try:
        yield
    except GeneratorExit:
        yield 2
x = h()
next(x)
del x
print("end")
