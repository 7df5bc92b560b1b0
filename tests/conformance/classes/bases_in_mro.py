"""`__bases__` assigned again by the `mro()` of the metaclass, while it is being assigned: the inner one holds."""
class M(type):
    def mro(cls):
        if ready[0] and cls.__name__ == 'C':
            ready[0] = False
            C.__bases__ = (B2,)
        return type.mro(cls)
ready=[False]
class A(metaclass=M): pass
class B1(A): pass
class B2(A): pass
class C(A): pass
ready[0] = True
C.__bases__ = (B1,)
print(C.__bases__, B2.__subclasses__(), B1.__subclasses__())
B1.__bases__ = (C,)
print(C.__bases__, B2.__subclasses__(), B1.__subclasses__(), B1.__bases__, C.__subclasses__())


class E(Exception):
    pass


class M2(type):
    def mro(cls):
        if ready[0] and cls.__name__ == "C2":
            if C2.__bases__ == (D2,):
                ready[0] = False
            else:
                C2.__bases__ = (D2,)
                raise E
        return type.mro(cls)


class A2(metaclass=M2): pass
class B2(A2): pass
class D2(A2): pass
class C2(A2): pass


ready[0] = True
try:
    C2.__bases__ = (B2,)
except E as e:
    print("raised")
B2.__bases__ = (C2,)
print(C2.__bases__, C2.__mro__ == tuple(type.mro(C2)), D2.__subclasses__(), B2.__subclasses__())


# An error in a subclass's `mro()` takes everything back.
class M3(type):
    def mro(cls):
        if fail and cls.__name__ == "Sub":
            raise E("no")
        return type.mro(cls)


fail = False
class Top(metaclass=M3): pass
class Other(metaclass=M3):
    x = 1
class Middle(Top): pass
class Sub(Middle): pass
fail = True
try:
    Middle.__bases__ = (Other,)
except E as e:
    print(e, Middle.__bases__, [c.__name__ for c in Middle.__mro__], [c.__name__ for c in Sub.__mro__], Top.__subclasses__(), Other.__subclasses__())
fail = False
Middle.__bases__ = (Other,)
print(Sub.x, [c.__name__ for c in Sub.__mro__], Top.__subclasses__(), Other.__subclasses__())
try:
    Other.__bases__ = (Sub,)
except TypeError as e:
    print(e)
