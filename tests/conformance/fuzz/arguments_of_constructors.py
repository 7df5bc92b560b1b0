# Builtin classes called with keywords that are no strings, keywords that nobody knows, and too many arguments; None where a text is wanted.
import _collections
import _contextvars
import _functools
import _operator
import _weakref
import array
import builtins
import itertools
import sys
import time


def show(text):
    try:
        value = ascii(eval(text, globals()))
        print(text, "->", value.split(" at 0x")[0])
    except BaseException as e:
        print(text, "->", type(e).__name__, ascii(str(e)))


def generator():
    yield


class Raising:
    def __getattribute__(self, name):
        raise ZeroDivisionError(name)


class Index:
    def __index__(self):
        return 10**400


interpolation = t"{1}".interpolations[0]
LEFT_OUT = ["BuiltinImporter", "__loader__", "OrderedDict", "object", "bool"]
names = []
for module in (builtins, itertools, _functools, _weakref, _contextvars, array, _operator):
    for name, value in sorted(vars(module).items()):
        if isinstance(value, type) and name not in LEFT_OUT and not name.startswith("_"):
            names.append("%s.%s" % (module.__name__, name))
names += [
    "_collections.deque", "_collections.defaultdict", "type(generator)", "type(generator())", "type(len)", "type(sys)", "type(sys.implementation)", "type(int.__dict__)",
    "type(list[int])", "type(int|str)", "type(generator.__code__)", "type(t'')", "type(interpolation)", "type(None)", "type(...)", "type(sys.flags)", "type(time.gmtime(0))",
]
for name in names:
    for args in ("**{1: 2}", "1, **{1: 2}", "1, 2, 3, 4, 5, 6, **{1: 2, 3: 4}", "zzz=1", "%s" % ", ".join("123456789" * 3)):
        show("%s(%s)" % (name, args))
for text in (
    "type(sys)(None)", "generator.__code__.replace(co_name=None)", "type(generator)(None, {})", "type(generator)(generator.__code__, None)", "type(interpolation)(1, None)",
    "type(interpolation)(1, 'a', 5)", "type(interpolation)(1, conversion='r')", "itertools._grouper(None, 1)", "sys.call_tracing(len, None)", "sys.stdout.write(None)", "sys.intern(None)",
    "ExceptionGroup(None, [])", "UnicodeDecodeError(None, b'', 0, 0, '')", "UnicodeDecodeError('a', None, 0, 0, '')", "UnicodeDecodeError('a', [1], 0, 0, '')",
    "UnicodeDecodeError('a', None, 0, 0, None)", "UnicodeDecodeError('a', bytearray(b'x'), 0, 0, '').object", "UnicodeEncodeError('a', None, 0, 0, '')",
    "''.maketrans('a', None)", "''.maketrans('a', 'b', None)", "(5).to_bytes(1, None)", "int.from_bytes(b'', None)", "sys.audit(None)", r"sys.audit('\0')", r"sys.audit('\ud800')",
    r"time.get_clock_info('\0')", r"time.get_clock_info('\ud800')", "bytearray().__reduce_ex__(2**31)", "bytearray().__reduce_ex__(None)",
    "_operator._compare_digest(memoryview(b'ab')[::-1], 5)", "_operator._compare_digest(b'ab', 5)", "_operator._compare_digest(memoryview(b'ab'), b'ab')",
    "complex(10**400, ' 12 ')", "complex(10**400, [])", "complex([], 10**400)", "complex(Index(), 'a')", "complex(1.5, 10**400)", "complex('1', 1)", "complex(1, None)",
    "staticmethod(5)(**{1: 2})", "staticmethod(5).__call__(**{1: 2})", "staticmethod(dir)(**{1: 2})", "staticmethod(len)(**{1: 2})",
    "_contextvars.ContextVar('a', x=1, y=2)", "_contextvars.ContextVar('a', **{1: 2, 2: 3})", "_contextvars.ContextVar(x=1)",
):
    show(text)


class S(str):
    pass


for text in ("str(1, 2, 3, 4, x=1)", "str(1, Index())", "S(1, Index())", "str(1, encoding=Index())", "S(1, None)", "str(1, None)", "type.__call__(str, 1, errors=None)"):
    show(text)


class Named:
    __name__ = "class"


class Unnamed:
    def __init__(self):
        self.__name__ = "instance"


for object in (Named(), Unnamed(), Raising(), Named, generator):
    print(repr(_weakref.ref(object)).rpartition("0x")[2].partition(" ")[2])
for raw in (b"a\0\0\0", b"\0\0\0a", b"\0\0\x11\0", b"\0\xd8\0\0", b"\xff\xff\xff\xff"):
    for code in "uw":
        chars = array.array(code)
        chars.frombytes(raw)
        for text in ("chars", "chars.tounicode()", "chars[0]", "chars < chars", "chars == chars", "chars <= array.array('%s', chars)" % code, "array.array('i', [1, 2]) < array.array('i', [1, 3])"):
            show(text)
print(type(_weakref.ref(ExceptionGroup("a", [ValueError()]))))
