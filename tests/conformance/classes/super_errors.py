# The errors of classes/super.
class A:
    n = "A.n"

    def __init__(self, *args):
        print("A init", args)
        super().__init__()

    @classmethod
    def make(cls, v):
        return cls.__name__, v

    @staticmethod
    def st(v):
        return v

    @property
    def p(self):
        return "A.p"
class B(A):
    n = "B.n"

    def __init__(self, x):
        super().__init__(x, 1)
        print("B init")

    @classmethod
    def make(cls, v):
        return "B:", super().make(v)

    @property
    def p(self):
        return super().p + "!"

    def attr(self):
        return super().n, super().st(3), super(B, self).n, super(B, B).n

    def cell(self):
        return [super(B, self).n for _ in range(1)], (lambda self: super().n)(self), __class__.__name__

    def gen(self):
        yield super().n
b = B(5)
s = super(B, b)
for code in ("super()", "super(B, 1)", "super(1, b)", "super(B, b).nope", "super(B, A)", "super(B, b).n = 1"):
    try:
        exec(code)
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
class C(B):
    def f():
        return super().n

    def g(self):
        del self
        return super().n

    def h(self):
        self = 5
        return super().n
class Desc:
    def __get__(self, obj, cls):
        return obj is not None, cls.__name__
A.d = Desc()
unbound = super(B)
