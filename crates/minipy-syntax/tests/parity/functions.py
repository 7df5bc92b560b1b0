# Function definitions with all kinds of parameters.
def a(): pass
def b(x): return x
def c(x, y=1, *args, z, w=2, **kw): pass
def d(x, /): pass
def e(x, /, y): pass
def f(x, y=1, /, z=2): pass
def g(*, x): pass
def h(*, x=1, y): pass
def i(*args): pass
def j(**kw): pass
def k(x, /, *, y): pass
def l(x, y, /, z, *args, w, **kw,): pass
def m(x,): pass
def n(*, x,): pass
def o(*args,): pass
def p(**kw,): pass
def q(
    x,  # first
    y=(1, 2),
    *,
    z={},
) -> int:
    """Docstring."""
    return x; return y
def r(): return
def s(): return 1, 2
def t(): return *a, b
def u():
    def inner():
        nonlocal x
        return x
    global y, z
    return inner
def v(x=lambda y=1: y): yield x
def w(x=1, /): ...
def aa(x=1, /, *, y=2): ...
