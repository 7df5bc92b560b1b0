# What is a member of a struct, what is computed, and whose slot wrapper it is.
import _contextvars, _functools, _operator, _weakref, array, itertools, sys, time


class Slots:
    __slots__ = ("a",)


def function(): pass
def generator(): yield
async def coroutine(): pass
async def agen(): yield


def kinds(cls, names):
    own = type.__dict__["__dict__"].__get__(cls)
    print(cls.__name__, *[name + ":" + type(own[name]).__name__ for name in names.split()])


kinds(AttributeError, "name obj")
kinds(NameError, "name")
kinds(ImportError, "msg name path name_from")
kinds(OSError, "errno strerror filename filename2 characters_written")
kinds(SyntaxError, "msg filename lineno offset text end_lineno end_offset print_file_and_line _metadata")
kinds(UnicodeDecodeError, "encoding object start end reason")
kinds(StopIteration, "value")
kinds(BaseException, "args __cause__ __context__ __suppress_context__ __traceback__")
kinds(BaseExceptionGroup, "message exceptions")
kinds(classmethod, "__func__ __wrapped__ __dict__")
kinds(staticmethod, "__func__ __wrapped__")
kinds(complex, "real imag")
kinds(float, "real imag")
kinds(property, "fget fset fdel __doc__ __name__")
kinds(range, "start stop step")
kinds(slice, "start stop step")
kinds(super, "__thisclass__ __self__ __self_class__")
kinds(type, "__name__ __base__ __bases__ __basicsize__ __itemsize__ __flags__ __mro__")
kinds(type(function), "__closure__ __globals__ __builtins__ __name__ __code__")
kinds(type(function.__code__), "co_argcount co_consts co_name co_varnames co_code co_linetable co_lnotab")
kinds(type(agen()), "ag_running ag_frame")
kinds(type(sys._getframe()), "f_trace_lines f_lineno")
kinds(type(sys), "__dict__")
kinds(type(len), "__module__ __name__")
kinds(type(str.join), "__name__ __objclass__ __doc__")
kinds(type(Slots.a), "__name__ __objclass__")
kinds(type(list[int]), "__origin__ __args__ __unpacked__ __parameters__")
kinds(type(int | str), "__args__ __origin__")
kinds(type(t"{1}"), "strings interpolations values")
kinds(_functools.partial, "func args keywords __dict__ __getattribute__ __setattr__ __delattr__")
kinds(_weakref.ref, "__callback__")
kinds(_contextvars.ContextVar, "name")
kinds(type(sys.version_info), "major micro __reduce__ __replace__ __repr__")
kinds(time.struct_time, "tm_year tm_zone __new__ __reduce__")

# They read, refuse and describe themselves as members do.
closure = type(function).__closure__
print(closure, type(closure) is type(Slots.a), closure.__name__, closure.__qualname__, closure.__objclass__)
for use in ("closure.__get__(function)", "closure.__get__(5)", "closure.__set__(function, 1)", "closure.__delete__(function)",
            "closure.__reduce__()", "range.start.__get__(range(3, 9))", "complex.imag.__get__(2j)"):
    try:
        print(eval(use))
    except Exception as e:
        print(type(e).__name__, e)
e = KeyError()
e.__suppress_context__ = True
print(e.__suppress_context__, BaseException.__suppress_context__.__get__(e))


class Derived(Slots):
    pass


d = Derived()
d.a = 1
print(d.__getstate__(), Derived.a.__get__(d))
for value in (range(2, 5), slice(1, 2, 3), 3j):
    for _ in range(20):
        text = [getattr(value, name, None) for name in ("start", "stop", "step", "real", "imag")]
    print(text)

# Builtin types that have `__getattribute__` of their own, which is `object`'s in all but the name.
for cls in (itertools.count, itertools.chain, _operator.itemgetter, array.array, _functools.partial, type(int | str)):
    print(cls.__getattribute__, end=" ")
    try:
        cls.__getattribute__(5, "real")
    except TypeError as error:
        print(error)


class Counting(itertools.count):
    def __getattr__(self, name): return "hook " + name


class Reading(itertools.count):
    def __getattribute__(self, name): return "own " + name


class Setting(_functools.partial):
    def __setattr__(self, name, value): print("set", name, value)


c = Counting(5)
c.x = 1
print(c.x, c.y, next(c), itertools.count.__getattribute__(c, "x"), Reading().z)
s = Setting(int)
s.q = 1
_functools.partial.__setattr__(s, "w", 2)
print(s.w, s.__dict__)

# Modules that are in the name of a static type only.
for value in (int | str, _weakref.ref(Slots), _contextvars.ContextVar("v"), sys.implementation, sys.flags, t"{1}"):
    print(type(value).__module__, "__module__" in type.__dict__["__dict__"].__get__(type(value)), hasattr(value, "__module__"))
print(time.gmtime(0).__module__, time.struct_time.__base__, time.struct_time.__mro__)
print(hasattr(time.gmtime(0), "__dict__"), "__dict__" in dir(time.gmtime(0)))

# `__module__` of builtin functions can be set and deleted.
append = [].append
print(append.__module__, len.__module__)
append.__module__ = 5
print(append.__module__, len.__module__, [].append.__module__)
del append.__module__
print(append.__module__)
for f in (_operator.itemgetter(1), _operator.attrgetter("a"), _operator.methodcaller("a")):
    print(f.__text_signature__)
    try:
        f.__text_signature__ = 1
    except AttributeError as error:
        print(error)
