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
print(b.p, B.make(1), b.make(2), b.attr(), b.cell(), list(b.gen()))
s = super(B, b)
print(s.__thisclass__, s.__self__ is b, s.__self_class__, repr(s).startswith("<super: <class 'B'>, <B object>>"))
print(super(B), super(A, B).__self_class__)


class C(B):
    def f():
        return super().n

    def g(self):
        del self
        return super().n

    def h(self):
        self = 5
        return super().n


for name in "fg":
    try:
        getattr(C, name)(*([C.__new__(C)] if name == "g" else []))
    except RuntimeError as e:
        print(e)
try:
    C.__new__(C).h()
except TypeError as e:
    print(e)


class Desc:
    def __get__(self, obj, cls):
        return obj is not None, cls.__name__


A.d = Desc()
print(super(B, b).d, super(B, B).d)
unbound = super(B)
print(unbound.__get__(b, B).n)
