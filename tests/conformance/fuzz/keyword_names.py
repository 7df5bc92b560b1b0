# Keyword names that are no strings: who looks at them, and what is complained of first; builtin classes called, and called through __call__ or __new__.
import _operator
import math
import sys
import time
import _functools


def show(text):
    try:
        print(text, "->", eval(text, globals()))
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


class Plain:
    pass


class WithInit:
    def __init__(self):
        pass


class WithNew:
    def __new__(cls):
        return object.__new__(cls)


class L(list):
    pass


class I(int):
    pass


class D(dict):
    pass


class S(str):
    pass


class N(enumerate):
    pass


class E(Exception):
    pass


class Hooked(list):
    def __getattr__(self, name):
        raise AttributeError(name)


get, attr, method = _operator.itemgetter(1), _operator.attrgetter("a"), _operator.methodcaller("a")
K = "**{1: 2}"
for call in (
    "time.ctime(%s)", "time.ctime(1, 2, %s)", "time.gmtime(0j, %s)", "time.strftime(%s)", "time.clock_getres(1, %s)", "time.sleep(%s)", "'.'.format(%s)",
    "'{0[a]}'.format(0, %s)", "str.format('.', %s)", "{}.update(%s)", "{}.update(1, 2, %s)", "{}.update(5, %s)", "dict(%s)", "D(%s)", "D(5, %s)", "set().update(%s)",
    "sys.getsizeof(%s)", "sys.getsizeof(1, 2, 3, %s)", "dir(%s)", "dir(1, 2, %s)", "vars(1, %s)", "len(%s)", "memoryview(b'').__exit__(%s)",
    "property().__set_name__(%s)", "type(sys.implementation)().__replace__(1, %s)",
    "int.__add__.__call__(%s)", "int.__add__.__call__(1, %s)", "(1).__add__.__call__(1, %s)", "int.__call__(int, %s)", "len.__call__(%s)", "dir.__call__(%s)",
    "type(len).__call__(5, %s)", "str.join.__call__(5, %s)", "type(show).__call__(5, %s)", "type.__call__(5, %s)", "show.__call__(%s)",
    "get(%s)", "attr(%s)", "method(%s)", "get(1, 2, %s)", "get.__call__(%s)", "attr.__call__(1, 2, %s)", "method.__call__(%s)", "type(get).__call__(%s)", "type(get).__call__(1, %s)",
    "_operator.itemgetter(%s)", "_operator.methodcaller(%s)", "_functools.Placeholder(%s)", "(5)(%s)", "(5)(1, %s)",
    "Plain(%s)", "Plain(1, %s)", "WithInit(%s)", "WithNew(%s)", "L(%s)", "I(%s)", "E(%s)", "Plain()(%s)", "type.__call__(WithInit, %s)", "type.__call__(WithNew, %s)", "type.__call__(Plain, %s)",
    "object(%s)", "object.__new__(object, %s)", "object.__init__(object(), %s)", "type(%s)", "type(1, %s)", "type.__init__(int, %s)", "type.__call__(int, 1, 2, %s)",
    "dict.__dict__['fromkeys'].__call__(5, %s)", "NameError(1, x=1, %s)", "AttributeError(%s, **{2: 3, 3: 4})", "UnboundLocalError(**{1: 2, 2: 3})", "ImportError(x=1, %s)",
    "MemoryError(%s)", "OSError(%s)", "ValueError(%s)", "StopIteration(%s)", "NameError(%s)", "ImportError(%s)", "SyntaxError(%s)",
):
    show(call % K)
for call in (
    "time.ctime(x=1)", "memoryview(b'').__exit__(x=1)", "property().__set_name__(x=1)", "method.__call__(x=1)", "method(x=1)", "get(1, 2, x=1)", "get.__call__(1, 2, x=1)",
    "type.__call__(int, 1, 2, 3)", "int(1, 2, 3)", "I(1, 2, 3)", "int.__new__(int, 1, 2, 3)", "int.__call__(1, 2, 3)", "type.__call__(str, 1, 2, 3, 4)", "str(1, 2, 3, 4)", "S(1, 2, 3, 4)",
    "type.__call__(enumerate)", "enumerate()", "N()", "enumerate.__new__(enumerate)", "N(iterable=1, x=2)", "enumerate(iterable=1, x=2)", "type.__call__(enumerate, [], x=1)",
    "type(1, k=2)", "type.__call__(type, 1, k=2)", "type.__call__(type, 1)", "type.__new__(type, 1)", "type.__new__(type, 'a')", "type(1, 2)", "type(k=2)",
    "Hooked().append(1, 2)", "L().append(1, 2)", "Hooked().index(x=1)", "L().index(x=1)", "type(sys)('m').__dir__(**5)",
    "time.struct_time(sum=1)", "format(1, None)", "Exception().add_note(None)",
):
    show(call)
for module in ("'x'", "5", "None", "'builtins'"):
    exec("len.__module__ = %s" % module)
    for call in ("len()", "len(1, 2)", "len(a=1)", "len(*5)", "len.__call__(1, 2)"):
        show(call)
math.sin.__module__ = "builtins"
show("math.sin(1, 2)")

getset = type.__dict__["__name__"]
print("__reduce__" in type(getset).__dict__)
for call in ("getset.__reduce__()", "getset.__reduce__(1)", "getset.__reduce_ex__(2)"):
    show(call)

group = ExceptionGroup("a", [ValueError()])
print(group.__module__, "__module__" in ExceptionGroup.__dict__, "__module__" in BaseExceptionGroup.__dict__)
try:
    del group[3]
except TypeError as e:
    print(e)
