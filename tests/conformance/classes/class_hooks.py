class Base:
    registry = []

    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append((cls.__name__, tag))


class A(Base, tag="a"): pass
class B(A): pass


print(Base.registry)
try:
    class C(Base, other=1): pass
except TypeError as e:
    print(e)


class Field:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name

    def __get__(self, obj, owner):
        if obj is None:
            return self
        return obj.__dict__.get(self.name, f"no {self.name}")

    def __set__(self, obj, value):
        print("set", self.name, value)
        obj.__dict__[self.name] = value

    def __delete__(self, obj):
        print("delete", self.name)
        del obj.__dict__[self.name]


class Model:
    first = Field()
    second = Field()


m = Model()
print(m.first)
m.first = 1
print(m.first, m.__dict__)
del m.first
print(m.first, isinstance(Model.second, Field))


class Bad:
    def __set_name__(self, owner, name):
        raise ValueError("bad name")


try:
    class X:
        b = Bad()
except ValueError as e:
    print(type(e).__name__, e, e.__notes__)


class Gen:
    def __class_getitem__(cls, k):
        return cls.__name__, k


print(Gen[int], Gen[1, 2])


class Entries:
    def __mro_entries__(self, bases):
        print("mro entries", len(bases))
        return (Base,)


class D(Entries(), tag="d"): pass


print(D.__bases__, [type(b).__name__ for b in D.__orig_bases__], Base.registry[-1])


class New:
    def __new__(cls, *args, **kw):
        print("new", args, kw)
        return super().__new__(cls) if args else "other type"

    def __init__(self, *args, **kw):
        print("init", args, kw)


print(type(New(1, k=2)).__name__, New())


class BadInit:
    def __init__(self):
        return 5


try:
    BadInit()
except TypeError as e:
    print(e)
class NoInit: pass
class NewOnly:
    def __new__(cls, x): return object.__new__(cls)
for f in (lambda: NoInit(1), lambda: NoInit(x=1), lambda: object.__new__(NewOnly, 1), lambda: NewOnly(1).__init__(2), lambda: object(1), lambda: NewOnly()):
    try:
        print(type(f()).__name__)
    except TypeError as e:
        print(e)
