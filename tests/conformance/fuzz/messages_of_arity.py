"""Errors of calls with too many arguments, found by random calls: the words differ by how the function is written in C."""
import array
import _weakref
from _contextvars import ContextVar


class L(list):
    pass


def f():
    pass


def more_defaults(a, b=1):
    pass


more_defaults.__defaults__ = (1, 2, 3)
C = f.__code__
for text in [
    "ContextVar(3, 1, 2)", "ContextVar('a', 1)", "ContextVar()", "ContextVar(name='a', default=1, x=3)", "C.replace(1)",
    "C.replace(1, co_name='x')", "[].sort(1)", "[].sort(1, 2)", "[].sort(1, 2, 3)", "[].sort(1, key=None, reverse=0)",
    "sorted([1], 2)", "sorted([1], 2, 3, 4)", "array.array('d').extend(1, 2)", "array.array('d').extend()",
    "array.array('d').__reduce_ex__(1, 2)", "array.array('d').tofile(1, 2)", "array.array('d').fromfile(1, 2, 3)",
    "array.array('d').fromfile(1)", "array._array_reconstructor(1, mode=2)", "array._array_reconstructor(1, 2, 3, 4)",
    "array._array_reconstructor(1, 'd', 3, 4)", "L().append()", "L().count()", "L().append(x=1)",
    "_weakref.proxy(mode=1)", "_weakref.proxy()", "type(None).__lt__(1)",
    "type(None).__lt__(None, 1)", "sorted(type(None).__dict__)", "dict.__dict__['fromkeys'].__reduce__(7)",
    "dict.__dict__['fromkeys'].__reduce__()", "tuple({1: 2}.items())",
    "more_defaults(1, 2, 3)", "more_defaults()",
]:
    try:
        print(text, "->", eval(text))
    except Exception as e:
        print(text, "->", type(e).__name__, e)
