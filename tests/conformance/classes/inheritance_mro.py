class A:
    def who(self): return ["A"]


class B(A):
    def who(self): return ["B"] + super().who()


class C(A):
    def who(self): return ["C"] + super().who()


class D(B, C):
    def who(self): return ["D"] + super().who()


print(D().who(), [k.__name__ for k in D.__mro__], D.mro() == list(D.__mro__), A.__subclasses__(), issubclass(D, A), issubclass(D, (int, C)))


def build(name, *bases):
    return type(name, bases, {})


X, Y = build("X"), build("Y")
XY, YX = build("XY", X, Y), build("YX", Y, X)
for bases in ((XY, YX), (X, X), (A, B), (int, str), (bool,), (type(None),), (type(lambda: 0),), (1,), ("a",), (range,), (type(...),), (slice,), (type(len),)):
    try:
        print(build("Z", *bases).__mro__)
    except TypeError as e:
        print(str(e).replace("\n", " / "))
O = object
F, E, D2 = build("F"), build("E"), build("D2")
C2, B2 = build("C2", D2, F), build("B2", D2, E)
A2 = build("A2", B2, C2)
print([k.__name__ for k in A2.__mro__])


class Base:
    x = "base"


class Derived(Base):
    pass


d = Derived()
print(d.x)
Base.x = "changed"
print(d.x)
Derived.__bases__ = (A,)
print(hasattr(d, "x"), d.who(), Base.__subclasses__(), Derived.__mro__)
try:
    Derived.__bases__ = (Derived,)
except TypeError as e:
    print(e)
class M(type):
    def mro(cls):
        print("mro called for", cls.__name__)
        return [cls, A, object]
class WithMro(metaclass=M): pass
print(WithMro.__mro__, WithMro().who())
