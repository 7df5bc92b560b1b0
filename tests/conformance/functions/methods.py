class C:
    def m(self, x=0):
        return (self.n, x)

    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1


a, b = C(1), C(2)
print(a.m(5), C.m(b, 6), a.m is a.m, a.m == a.m, a.m == b.m, a.m.__self__ is a, a.m.__func__ is C.m, hash(a.m) == hash(a.m))
m = a.m
del a
print(m(), m.__name__, m.__qualname__, m.__doc__, type(m).__name__)
print(repr(m).startswith("<bound method C.m of <__main__.C object at 0x"))
try:
    m.attr = 1
except AttributeError as e:
    print(e)
C.m.attr = 5
print(m.attr)
Method = type(m)
print(Method(lambda self: self, 42)(), Method(print, "bound")("x"))
for args in ((), (1,), (1, 2), (print, None)):
    try:
        print(Method(*args))
    except TypeError as e:
        print(e)
b.m = lambda: "instance attribute"
print(b.m(), C.m(b))
x = [3, 1].sort
print(x(), x.__self__, type(x).__name__, [].append == [].append, x == x)
print(type(C.__dict__["m"]).__name__, C.__dict__["m"].__get__(b, C)(7), C.__dict__["m"].__get__(None, C))  if False else print("skip")
print(type(C.__init__).__name__, type(object.__init__).__name__, type(object().__init__).__name__, type(str.join).__name__, type(dict.__dict__["fromkeys"]).__name__)


class S:
    @staticmethod
    def s(x): return x * 2
    @classmethod
    def c(cls, x): return cls.__name__, x
    call = staticmethod(len)
    def __call__(self, *a, **k): return a, k


class T(S): pass


print(S.s(2), T().s(3), T.c(4), T().c(5), S().call("abc"), S()(1, k=2), S.c.__self__, T.c.__func__ is S.c.__func__)
print(S.__dict__["s"].__func__(1), S.__dict__["s"].__wrapped__.__name__, S.__dict__["s"](9), callable(S.__dict__["c"]))
print(repr(S.__dict__["s"]).startswith("<staticmethod(<function S.s at"), S.__dict__["c"].__isabstractmethod__)
