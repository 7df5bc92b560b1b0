# Class definitions with bases, keywords and decorators.
class A: pass
class B(): pass
class C(A): pass
class D(A, B): pass
class E(A, metaclass=B): pass
class F(A, *B, **C): pass
class G(A,): pass
class H(a.b.c, d[e], f(g)): pass
@decorator
class I: pass
@a
@b.c
@d(e)
@f[g]
@(lambda x: x)
@x if y else z
@h := i
class J:
    """Docstring."""
    x = 1
    y: int = 2
    def __init__(self, x):
        self.x = x
    @property
    def z(self): return self.x
    @z.setter
    def z(self, value): self.x = value
    class Nested:
        class Deeper: pass
    if x:
        def a(self): pass
    else:
        def a(self): return 1
class K: x = 1; y = 2
class L(metaclass=abc): ...
class M(*bases, key=value): ...
class N (
    A,
    B,
): pass
