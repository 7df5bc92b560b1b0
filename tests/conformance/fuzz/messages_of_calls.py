# Texts of errors that random calls found: counts and keywords of methods and slot wrappers, attributes that cannot be set.
import sys
import time


def show(text):
    try:
        print(text, "->", eval(text, globals()))
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


def run(text):
    try:
        exec(text, globals())
        print(text)
    except BaseException as e:
        print(text, "->", type(e).__name__, e)


class L(list):
    pass


class F(frozenset):
    pass


class E(Exception):
    pass


for method in ("__reduce__(1)", "__dir__(1)", "__format__()", "__reduce_ex__(1, 2)", "__sizeof__(x=1)"):
    for receiver in ("5", "''", "L()", "E()", "object()"):
        show("%s.%s" % (receiver, method))
for text in ("E().add_note()", "E().with_traceback(x=1)", "F().copy(1)", "F().difference(x=1)", "L().append()", "L().clear(1)"):
    show(text)
show("L().append(*())")
show("sys.version_info.index(x=1)")
show("type(sys)('m').__dir__(1, 2)")
for text in (
    "[].__setitem__()", "[].__setitem__(1, 2, 3)", "object().__setattr__(1)", "property().__get__()", "property().__get__(1, 2, 3)",
    "property().__set__(1)", "property().__delete__()", "[].__getitem__()", "{}.__getitem__(1, 2)", "{}.__contains__()", "set().__contains__(x=1)",
    "frozenset().__contains__()", "dict.__contains__(5, 1)", "list.__getitem__(5, 1)", "list.__setitem__(5, 1)", "''.__contains__()",
    "''.__repr__(**{1: 2})", "int.__eq__('a', **{1: 2})", "len(**{1: 2})", "int.__add__(1, *[2, 3])",
):
    show(text)
for text in (
    "del ''.x", "del len.x", "del object().x", "sys.flags.x = 1", "sys.flags.n_fields = 1", "sys.flags.debug = 1", "del time.gmtime(0).tm_year",
    "t''.strings = 1", "del t'{1}'.interpolations", "sys._getframe().f_globals = 1", "sys._getframe().f_trace_lines = 1", "del sys._getframe().f_lineno",
    "sys.implementation.__dict__ = 1",
):
    run(text)
for target in ("''", "(1,)", "b''", "range(3)", "set()", "5", "len", "int", "L", "object()"):
    for index in ("2**70", "1.5", "0", "'a'"):
        if target != "L":
            run("%s[%s] = 1" % (target, index))
            run("del %s[%s]" % (target, index))


class BadIndex:
    def __index__(self):
        raise ZeroDivisionError("index")


class Empty:
    pass


run("''[BadIndex()] = 1")
run("del ()[BadIndex()]")
run("Empty()[0] = 1")
run("del Empty()[0]")
run("del Empty().x")
run("del Empty.__annotations__")
run("del Empty.__abstractmethods__")
run("del staticmethod(5).__annotations__")
run("with F(): pass")
show("b' ' % 5")
show("b'%d' % (1, 2)")
show("' ' % 5")


class KeysOdd:
    def keys(self):
        return 5


show("dict(KeysOdd())")
show("dict(**KeysOdd())")
show("{**KeysOdd()}")
show("{}.update(KeysOdd())")


class Hint:
    def __init__(self, hint):
        self.hint = hint

    def __length_hint__(self):
        return self.hint

    def __iter__(self):
        return iter((1, 2))


for hint in ("2**64", "-2**64", "-1", "'a'", "3"):
    show("list(Hint(%s))" % hint)
error = UnicodeDecodeError("utf-8", b"abc", 1, 2, "r")
run("error.start = 'a'")
run("error.start = 2**70")
run("error.end = 2.5")
run("del error.end")
for text in (
    "ValueError.__new__(KeyError)", "KeyError.__new__(ValueError)", "ValueError.__new__(UnicodeError)", "TypeError.__new__(int)",
    "Exception.__new__(SystemExit)", "OSError.__new__(ValueError)", "Exception.__new__(OSError)", "NameError.__new__(1)", "KeyError.__new__(KeyError)",
    "(int | str) | 5", "(int | str) | (1,)", "int | 5", "[1] | (int | str)", "t'' + F()",
):
    show(text)
for text in (
    "time.ctime(1, 2)", "time.gmtime(1, 2)", "time.strftime()", "time.strftime('', 1, 2)", "time.get_clock_info()", "time.clock_getres()",
    "time.clock_getres(2**40)", "time.clock_gettime(1.5)", "time.clock_gettime(2**70)", "time.struct_time(1, 2, 3)", "time.struct_time((1,), 5)", "time.gmtime(x=1)",
    "5 + sys.flags", "sys.flags @ 5",
):
    show(text)


class Unhashable:
    def __hash__(self):
        return hash([])


for text in (
    "{Unhashable(): 1}", "Unhashable() in set()", "{1}.issubset([[]])", "{1}.intersection([[]])", "{1}.issuperset([[]])",
    "iter([]).__setstate__(1.5)", "iter(()).__setstate__('')", "iter(b'').__setstate__(2**70)", "reversed([1]).__setstate__(None)",
    "b'a'.find([], b'')", "b'a'.index(5000, 'a')", "(5).__reduce_ex__('a')", "object().__reduce_ex__(slice(1))", "list(**{'x\\ud800': 1})",
    "(lambda a: a)(**{'x\\ud800': 1})",
):
    try:
        eval(text)
    except TypeError as e:
        print(text, ascii(str(e)))
    except Exception as e:
        print(text, type(e).__name__, e)
for text in ("{1}", "{}", "Empty()", "range(3)", "5j", "None", "len", "memoryview(b'')", "{1: 2}.keys()", "frozenset()"):
    run("x = %s; x *= [1]" % text)
    run("x = %s; x *= 'a'" % text)


class Clearing:
    def __eq__(self, other):
        items.clear()
        return False


items = [Clearing(), 1]
print(items > [2, 3])
items[:] = [Clearing(), 1]
print(items < [2, 3])
for base in (int, str, bytes, tuple, float, list, dict, set, object, Exception, bytearray):
    class Sub(base):
        pass

    print(base.__name__, "__weakref__" in Sub.__dict__, "__dict__" in Sub.__dict__)
try:
    compile(b"x = 1\n\xff", "f", "exec")
except SyntaxError as e:
    print(e.msg, e.lineno)
