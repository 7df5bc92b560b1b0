"""Random calls of builtin methods, operators and native functions with nasty arguments.

    calls.py SEED START COUNT      makes the calls number START to START + COUNT - 1
    calls.py SEED at NUMBER        prints a program that makes just that call

Every call is made from the seed and its own number alone, so that a run can go on after a crash, and so that two
interpreters make the same calls. Before a call the script writes `#NUMBER TEXT`, after it `=RESULT`. The texts of
calls are expressions over the names of PRELUDE; R is the receiver.

The script imports nothing but what it tests: it must run on an interpreter without a library.
"""

import sys

import calls_table

# Name -> source. A call's source is preceded by the source of every name its text has.
PRELUDE = {
    "EqRaise": """class EqRaise:
    def __eq__(self, other): raise ZeroDivisionError("eq")
    __hash__ = None""",
    "EqClear": """class EqClear:
    def __eq__(self, other): R.clear(); return False
    def __hash__(self): return 1""",
    "EqTrue": """class EqTrue:
    def __eq__(self, other): return True
    def __lt__(self, other): return True
    def __hash__(self): return 1
    def __repr__(self): return 'EqTrue()'""",
    "EqOdd": """class EqOdd:
    def __eq__(self, other): return Odd()
    __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __eq__
    def __hash__(self): return -1
    def __repr__(self): return 'EqOdd()'
class Odd:
    def __bool__(self): raise ZeroDivisionError("bool")
    def __repr__(self): return 'Odd()'""",
    "HashRaise": """class HashRaise:
    def __hash__(self): raise ZeroDivisionError("hash")
    def __repr__(self): return 'HashRaise()'""",
    "HashOdd": """class HashOdd:
    def __hash__(self): return 'x'""",
    "HashHuge": """class HashHuge:
    def __hash__(self): return 10**30
    def __repr__(self): return 'HashHuge()'""",
    "IndexRaise": """class IndexRaise:
    def __index__(self): raise ZeroDivisionError("index")""",
    "IndexOdd": """class IndexOdd:
    def __index__(self): return 'x'
    __int__ = __float__ = __complex__ = __len__ = __length_hint__ = __bool__ = __index__
    def __repr__(self): return 5""",
    "Index": """class Index:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
    def __repr__(self): return 'Index(%r)' % (self.n,)""",
    "IndexClear": """class IndexClear:
    def __index__(self): R.clear(); return 1
    __len__ = __int__ = __index__""",
    "IndexRelease": """class IndexRelease:
    def __index__(self): R.release(); return 1""",
    "LenNegative": """class LenNegative:
    def __len__(self): return -1
    def __getitem__(self, i): return i if i < 5 else [][0]
    def __repr__(self): return 'LenNegative()'""",
    "LenHuge": """class LenHuge:
    def __len__(self): return 10**30
    def __getitem__(self, i): return i if i < 5 else [][0]
    def __repr__(self): return 'LenHuge()'""",
    "HintHuge": """class HintHuge:
    def __init__(self): self.n = 3
    def __length_hint__(self): return sys.maxsize
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration(self)
        return self.n
    def __repr__(self): return 'HintHuge()'""",
    "IterRaise": """class IterRaise:
    def __iter__(self): yield 1; raise ZeroDivisionError("iter")
    def __repr__(self): return 'IterRaise()'""",
    "IterOdd": """class IterOdd:
    def __iter__(self): return 5
    def __repr__(self): return 'IterOdd()'""",
    "IterNone": """class IterNone:
    __iter__ = __len__ = __contains__ = __hash__ = __getitem__ = __reversed__ = None
    def __repr__(self): return 'IterNone()'""",
    "IterClear": """class IterClear:
    def __iter__(self): yield 1; R.clear(); yield 2
    def __repr__(self): return 'IterClear()'""",
    "IterGrow": """class IterGrow:
    def __iter__(self):
        yield 1
        for i in range(20): R.append(i)
        yield 2
    def __repr__(self): return 'IterGrow()'""",
    "Everything": """class Everything:
    def __getattr__(self, name): return 5
    def __repr__(self): return 'Everything()'""",
    "GetRaise": """class GetRaise:
    def __getattribute__(self, name): raise ZeroDivisionError("get " + name)
    def __repr__(self): return 'GetRaise()'""",
    "ReprRaise": """class ReprRaise:
    def __repr__(self): raise ZeroDivisionError("repr")""",
    "ReprOdd": """class ReprOdd:
    def __repr__(self): return 5
    __str__ = __format__ = __bytes__ = __fspath__ = __repr__""",
    "Keys": """class Keys:
    def keys(self): return 'ab'
    def __getitem__(self, key): return key * 2 if isinstance(key, str) else [1, 2, 3][key]
    def __repr__(self): return 'Keys()'""",
    "KeysOdd": """class KeysOdd:
    def keys(self): return 5
    def __repr__(self): return 'KeysOdd()'""",
    "Right": """class Right:
    def __radd__(self, other): return ('radd', other)
    __rsub__ = __rmul__ = __rmod__ = __rtruediv__ = __rpow__ = __rand__ = __ror__ = __rxor__ = __radd__
    def __repr__(self): return 'Right()'""",
    "Sequence": """class Sequence:
    def __getitem__(self, i): return i if i < 5 else [][0]
    def __repr__(self): return 'Sequence()'""",
    "Context": """class Context:
    def __enter__(self): return 1
    def __exit__(self, *a): return 2
    def __repr__(self): return 'Context()'""",
    "Descriptor": """class Descriptor:
    def __get__(self, *a): raise ZeroDivisionError("get")
    def __set__(self, *a): raise ZeroDivisionError("set")
    def __set_name__(self, *a): raise ZeroDivisionError("name")
    def __repr__(self): return 'Descriptor()'""",
    "Meta": """class Meta(type):
    def mro(self): return [self, object]
    def __instancecheck__(self, x): raise ZeroDivisionError("isinstance")
    def __subclasscheck__(self, x): return 'yes'
    def __call__(self, *a): return a""",
    "I": "class I(int): pass",
    "F": "class F(float): pass",
    "S": "class S(str): pass",
    "B": "class B(bytes): pass",
    "BA": "class BA(bytearray): pass",
    "L": "class L(list): pass",
    "T": "class T(tuple): pass",
    "D": """class D(dict):
    def __missing__(self, key): return ('missing', key)""",
    "St": "class St(set): pass",
    "Fs": "class Fs(frozenset): pass",
    "C": "class C: x = 1",
    "Slots": "class Slots: __slots__ = ('a', 'b', '__weakref__')",
    "Er": "class Er(Exception): pass",
    "function": "def function(a, b=2, /, c=3, *d, e=5, **f): return (a, b, c, d, e, f)",
    "closure": """def closure(x):
    def inner(): return x
    return inner""",
    "generator": """def generator():
    try: x = yield 1
    except ValueError: yield 'caught'
    yield 2
    return 3""",
    "started": """def started():
    def g():
        try: yield 1
        except GeneratorExit: return 9
        yield 2
    g = g()
    next(g)
    return g""",
    "stubborn": """def stubborn():
    def g():
        for i in range(9):
            try: yield 1
            except ZeroDivisionError: raise
            except BaseException: pass
    g = g()
    next(g)
    return g""",
    "running": """def running():
    def g():
        global result
        result = repr_of(lambda: me.send(None))
        yield result
    me = g()
    next(me)
    return me""",
    "coroutine": """def coroutine():
    async def c(): return 1
    c = c()
    return c""",
    "agen": """def agen():
    async def a(): yield 1
    return a()""",
    "finished": """def finished():
    g = (x for x in ())
    list(g)
    return g""",
    "selflist": """def selflist():
    l = [1]
    l.append(l)
    return l""",
    "selfdict": """def selfdict():
    d = {1: 2}
    d['self'] = d
    return d""",
    "selftuple": """def selftuple():
    l = []
    t = (l,)
    l.append(t)
    return t""",
    "released": """def released():
    m = memoryview(b'abc')
    m.release()
    return m""",
    "exported": """def exported():
    global kept
    b = bytearray(b'abc')
    kept = memoryview(b)
    return b""",
    "deadref": """def deadref():
    class X: pass
    return _weakref.ref(X())""",
    "deadproxy": """def deadproxy():
    class X: pass
    return _weakref.proxy(X())""",
    "traceback": """def traceback():
    try: 1 // 0
    except ZeroDivisionError as e: return e.__traceback__""",
    "frame": """def frame():
    try: 1 // 0
    except ZeroDivisionError as e: return e.__traceback__.tb_frame""",
    "raised": """def raised():
    try:
        try: 1 // 0
        except ZeroDivisionError as e: raise KeyError('k') from e
    except KeyError as e: return e""",
    "deep": """def deep():
    l = []
    for i in range(3000): l = [l]
    return l""",
    "cell": "def cell(*x): return (lambda: x).__closure__[0]",
    "_weakref": "import _weakref",
    "_thread": "import _thread",
    "sys": "import sys",
    "math": "import math",
    "time": "import time",
    "gc": "import gc",
    "errno": "import errno",
    "copyreg": "import copyreg",
    "itertools": "import itertools",
    "array": "import array",
    "_operator": "import _operator",
    "_functools": "import _functools",
    "_contextvars": "import _contextvars",
}

INTS = """0 1 -1 2 3 7 -5 10 16 36 37 64 100 255 256 -256 65536 1114111 1114112 55296 2**31-1 2**31 -2**31 2**32 2**53+1
2**62 2**63-1 -2**63 2**63 -2**63-1 2**64-1 2**64 2**128+1 10**30 -10**30 10**400 True False I(3) I(-2**63)
Index(2) Index(-1) Index(10**30) Index(True)""".split()
SMALL = "0 1 -1 2 3 -2 5 7 True I(3) Index(2) Index(-1)".split()
FLOATS = """0.0 -0.0 1.0 0.5 1.5 2.5 -2.5 1e16 1e22 1e300 -1e300 5e-324 2.2250738585072014e-308 1.7976931348623157e308
float('nan') -float('nan') float('inf') -float('inf') F(2.5) 0.1 1e-7 123456789.125""".split()
COMPLEX = ["0j", "1j", "1-2j", "complex('nan')", "complex(float('inf'), -0.0)", "-0j", "1e300j"]
STRS = [
    "''", "'a'", "'abc'", "'aXbXc'", "'  x \\t\\n'", "'\\0'", "'a\\0b'", "'\\ud800'", "'a\\udfffb'", "'\\U0001F600'",
    "'é'", "'ß'", "'İ'", "'ǆ'", "'ΑΣ'", "'٣'", "'½'", "'12'", "'-0x1F'", "'1_000'", "' 12 '", "'1e400'", "'nan'", "'inf'",
    "'%s'", "'%d %(a)s'", "'%*d'", "'{}'", "'{0[a]}'", "'{!r:>10}'", "'{'", "'}'", "'>10'", "'=+#_x'", "'010,.3f'", "'utf-8'",
    "'utf-16'", "'ascii'", "'latin-1'", "'idna'", "'strict'", "'ignore'", "'replace'", "'surrogateescape'", "'surrogatepass'", "'backslashreplace'",
    "'xmlcharrefreplace'", "'no-such'", "'little'", "'big'", "'__class__'", "'__dict__'", "'x'", "'x' * 1000", "S('abc')",
    "'a\\r\\nb\\x85c\\u2028d'", "'%'", "'%c'", "'%.3f'", "'%q'", "'{a.b}'", "'{:{}}'", "'0123456789abcdef'", "'(1,)'",
    "'1+1'", "'lambda'", "'exec'", "'eval'", "'B'", "'i'", "'c'", "'?'", "'@'", "'d'", "'r'", "'rb'", "'wb'", "'C'", "'A'",
    "'01'", "'deadbeef'", "'de ad'", "'\\n'", "' '", "','", "'%Y-%m-%d'", "'%5'", "'nan(1)'", "'1' * 5000",
]
BYTES = [
    "b''", "b'a'", "b'abc'", "b'\\0'", "b'\\xff'", "b'a\\xc3\\xa9'", "b'\\xed\\xa0\\x80'", "b'\\xff\\xfeA\\0'", "b' 12 '", "b'%s %d'", "B(b'abc')",
    "b'aXbXc'", "bytearray(b'')", "bytearray(b'abc')", "exported()", "BA(b'xyz')", "memoryview(b'')", "memoryview(b'abcd')",
    "memoryview(bytearray(b'abcd'))", "memoryview(b'abcdef').cast('B', (2, 3))", "memoryview(b'abcdefgh')[::2]",
    "memoryview(b'abcdefgh').cast('i')", "memoryview(b'abcdefgh').cast('d')", "memoryview(b'abcd')[::-1]", "released()",
    "memoryview(b'a').cast('B', ())", "memoryview(bytearray(8)).cast('h')", "memoryview(b'ab').cast('?')", "memoryview(b'ab').cast('c')",
    "array.array('i', [1, 2])", "array.array('u', 'ab')", "memoryview(array.array('d', [1.5]))", "memoryview(bytearray(6)).cast('B', (2, 3))", "b'x' * 1000", "b'\\r\\n a'", "b'1' * 5000",
]
LISTS = [
    "[]", "[1]", "[1, 2, 3]", "[3, 1, 2, 1]", "['b', 'a']", "[1, 'a']", "[float('nan'), 1.0]", "[None]", "[[1], [2]]", "selflist()",
    "L([1, 2])", "[EqClear(), 1]", "[EqRaise(), 2]", "[EqOdd(), EqTrue()]", "list(range(100))", "[(1, 2), (3, 4)]", "[2, EqTrue()]", "deep()",
]
TUPLES = [
    "()", "(1,)", "(1, 2)", "(1, 2, 3)", "('a', 'b')", "(None, None, None)", "selftuple()", "T((1, 2))", "([],)", "(EqOdd(), 1)", "(int, str)",
    "(C, Er)", "(ValueError, TypeError)", "(1, 'a', None)", "('x',)", "(2024, 1, 31, 25, 61, 61, 9, 400, -1)", "(0,) * 9", "(EqRaise(),)",
]
DICTS = [
    "{}", "{1: 2}", "{'a': 1, 'b': 2}", "{1: 'x', 'y': None, (1,): 3}", "selfdict()", "D({'a': 1})", "{EqTrue(): 1}", "{1: EqOdd()}", "{float('nan'): 1}",
    "{0: 'zero', 1.5: 'f'}", "{'x': [], 'y': {}}", "{EqClear(): 1}", "dict.fromkeys('abcdef')",
]
SETS = [
    "set()", "{1}", "{1, 2, 3}", "{'a'}", "frozenset()", "frozenset({1, 2})", "St({2})", "Fs({1})", "{EqTrue()}", "{float('nan')}", "{EqOdd()}",
    "{(), 1.5, None}", "{EqClear()}", "set(range(50))",
]
SLICES = [
    "slice(None)", "slice(1, 2)", "slice(None, None, -1)", "slice(None, None, 0)", "slice(-10**30, 10**30, 2)", "slice('a')", "slice(2**63-1, None, -2**63)",
    "slice(IndexRaise(), 1)", "slice(IndexClear(), None)", "slice(0, 2)", "slice(5, 1)", "slice(1, 100, 3)", "slice(None, Index(2))",
]
ITERATORS = [
    "iter([1, 2])", "iter([])", "iter('ab')", "iter((1, 2))", "iter({1: 2})", "iter({1})", "iter(range(3))", "iter(2**70 for _ in (1,))", "generator()", "finished()",
    "started()", "stubborn()", "map(int, '12')", "map(None, [1])", "filter(None, [0, 1])", "zip([1], 'ab')", "zip([1], 'ab', strict=True)", "enumerate('ab')",
    "reversed([1, 2])", "reversed('ab')", "reversed({1: 2})", "iter(int, 0)", "iter(Sequence())", "iter(b'ab')", "reversed(range(3))", "iter(bytearray(b'ab'))",
    "iter({1: 2}.items())", "iter({1: 2}.values())", "reversed({1: 2}.items())", "iter(range(2**70, 2**70+2))", "iter(memoryview(b'ab'))", "coroutine()", "agen()", "running()",
    "enumerate('ab', 2**63-1)", "enumerate('ab', 10**30)", "reversed(Sequence())", "zip()", "map(function, [1], 'b')",
]
NASTY = [
    "EqRaise()", "EqClear()", "EqTrue()", "EqOdd()", "HashRaise()", "HashOdd()", "HashHuge()", "IndexRaise()", "IndexOdd()", "IndexClear()", "IndexRelease()", "LenNegative()",
    "LenHuge()", "HintHuge()", "IterRaise()", "IterOdd()", "IterNone()", "IterClear()", "IterGrow()", "Everything()", "GetRaise()", "ReprRaise()",
    "ReprOdd()", "Keys()", "KeysOdd()", "Right()", "Sequence()", "Context()", "Descriptor()", "R", "R", "R",
]
OTHERS = [
    "None", "...", "NotImplemented", "object()", "C()", "Slots()", "range(0)", "range(5)", "range(10, 0, -3)", "range(-2**63, 2**63)", "range(10**30)", "len", "[].append",
    "str.join", "int.__add__", "(5).__add__", "int.from_bytes", "function", "closure(1)", "lambda *a: a", "C().__init__", "Er", "ValueError('v')", "OSError(2, 'x')", "StopIteration(3)",
    "ExceptionGroup('g', [ValueError(1), Er()])", "raised()", "UnicodeDecodeError('utf-8', b'abc', 1, 2, 'r')", "SyntaxError('m', ('f', 1, 2, 't', 3, 4))", "traceback()", "frame()",
    "function.__code__", "type", "object", "C", "Meta('M', (), {})", "Meta", "int", "str", "list", "dict", "list[int]", "int | None", "property(len)", "property()",
    "classmethod(len)", "staticmethod(len)", "super(C, C())", "_weakref.ref(C)", "deadref()", "_weakref.proxy(C)", "deadproxy()", "type(sys)('m')", "sys.implementation", "sys.version_info",
    "cell(1)", "sys.flags", "int.__dict__", "type.__dict__['__dict__']", "Slots.a", "{1: 2}.keys()", "{1: 2}.values()", "{1: 2}.items()", "{'a': 1}.keys()", "memoryview",
    "time.gmtime(0)", "t'{1}a'", "t'{1!r:x}'", "KeyError", "BaseException()", "AttributeError('a', name='n', obj=1)", "NameError('x')", "ImportError('x', name='n', path='p')",
    "dict.__contains__", "object.__init__", "type.__call__", "dict[str, int]", "complex", "float", "bytes", "bool", "Slots", "D", "L",
]
GROUPS = [INTS, INTS, INTS, FLOATS, STRS, STRS, BYTES, LISTS, TUPLES, DICTS, SETS, SLICES, ITERATORS, NASTY, NASTY, OTHERS, COMPLEX]
EVERYTHING = [text for group in GROUPS for text in group]

KEYWORDS = """key reverse sep end maxsplit encoding errors default byteorder signed length start strict iterable obj name args
initial keepends tabsize table x y self value doc fget fset repeat step stop other bases dict closure argdefs globals mode flags file flush
a b c d e f real imag string object fillvalue n msg path base exp mod ndigits number source sum""".split()

OPERATORS = """+ - * / // % ** << >> & | ^ @ == != < <= > >= is in not_in and or""".split()
INPLACE = "+= -= *= /= //= %= **= <<= >>= &= |= ^= @=".split()
# Whose second operand must be small: the results are huge, and slow to make, in every interpreter.
GROWING = {"**", "<<", "**=", "<<=", "*=", "*"}
GROWING_METHODS = {
    "__pow__", "__rpow__", "__lshift__", "__rlshift__", "pow", "factorial", "comb", "perm", "range", "__mul__", "__rmul__", "__imul__", "ljust", "rjust",
    "center", "zfill", "expandtabs", "bytes", "bytearray", "to_bytes", "ldexp", "__ipow__", "__new__", "__init__", "isqrt", "prod", "repeat", "product", "permutations", "combinations", "combinations_with_replacement", "count", "array", "mul", "imul", "lshift", "ilshift", "ipow", "concat", "round", "__round__", "__format__", "format",
}


class Random:
    """A generator of pseudo-random numbers that is the same everywhere (splitmix64)."""

    def __init__(self, seed):
        self.state = seed & 0xFFFFFFFFFFFFFFFF

    def below(self, limit):
        self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return ((z ^ (z >> 31)) >> 11) % limit

    def pick(self, sequence):
        return sequence[self.below(len(sequence))]


def argument(random, group, growing):
    """The text of an argument; `group` are values of the receiver's kind, of which the best calls are made."""
    kind = random.below(10)
    if growing:
        if kind < 6:
            return random.pick(SMALL)
        text = random.pick(EVERYTHING)
        return random.pick(SMALL) if text in INTS or "2**" in text or "10**" in text else text
    if kind < 3:
        return random.pick(group)
    if kind < 5:
        return random.pick(INTS)
    if kind < 6:
        return random.pick(NASTY)
    return random.pick(random.pick(GROUPS))


def arguments(random, group, growing):
    count = random.pick((0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4))
    parts = [argument(random, group, growing) for _ in range(count)]
    kind = random.below(20)
    if kind == 0:
        parts.append(random.pick(KEYWORDS) + "=" + argument(random, group, growing))
    elif kind == 1:
        parts.append("*" + random.pick(random.pick((LISTS, TUPLES, ITERATORS, NASTY))))
    elif kind == 2:
        parts.append("**" + random.pick(random.pick((DICTS, NASTY))))
    return ", ".join(parts)


def make_call(seed, number):
    """Receiver and call of one number."""
    random = Random(seed * 1_000_003 + number)
    random.below(2)
    kind = random.below(20)
    if kind < 3:
        group = random.pick(GROUPS)
        left = random.pick(group)
        operator = random.pick(OPERATORS)
        right = argument(random, group, operator in GROWING)
        if operator.endswith("in") and right.startswith("range("):
            right = "range(5)"
        if operator in GROWING and (left in INTS) and len(left) > 5:
            left = "3"
        return left, "R %s %s" % (operator.replace("_", " "), right), None
    if kind == 3:
        group = random.pick(GROUPS)
        operator = random.pick(INPLACE)
        left = random.pick(group)
        if operator in GROWING and (left in INTS) and len(left) > 5:
            left = "3"
        return left, None, "R %s %s" % (operator, argument(random, group, operator in GROWING))
    if kind == 4:
        group = random.pick(GROUPS)
        receiver = random.pick(group)
        form = random.below(12)
        index = argument(random, SLICES if random.below(2) else SMALL, False)
        if form < 3:
            return receiver, "R[%s]" % index, None
        if form < 6:
            return receiver, None, "R[%s] = %s" % (index, argument(random, group, False))
        if form < 7:
            return receiver, None, "del R[%s]" % index
        if form < 8:
            return receiver, "%sR" % random.pick(("-", "+", "~", "not ")), None
        if form < 9:
            return receiver, None, random.pick(("a, b = R", "a, *b = R", "*a, b, c = R", "for a in R: break", "with R: pass", "raise R", "import R"))
        if form < 10:
            return receiver, "f'{R%s:%s}'" % (random.pick(("", "!r", "!a", "!s")), random.pick(STRS)[1:-1].replace("{", "").replace("}", "") if random.below(3) else ""), None
        if form < 11:
            return receiver, "[*R]", None
        return receiver, "%s %% R" % random.pick(STRS), None
    if kind < 8:
        name, functions = random.pick(calls_table.MODULES)
        function = random.pick(functions)
        text = function if name == "builtins" else name + "." + function
        group = random.pick(GROUPS)
        return random.pick(group), "%s(%s)" % (text, arguments(random, group, function in GROWING_METHODS)), None
    name, receivers, methods = random.pick(calls_table.TYPES)
    receiver = random.pick(receivers) if random.below(8) else random.pick(EVERYTHING)
    method = random.pick(methods)
    if method in ("__contains__", "index", "count") and receiver.startswith("range("):
        receiver = "range(-5, 5)"
    growing = method in GROWING_METHODS
    if growing and receiver in INTS and len(receiver) > 5 and method not in ("__format__", "to_bytes"):
        receiver = "3"
    for group in GROUPS:
        if receiver in group:
            break
    if group is OTHERS:
        group = EVERYTHING
    if method[0] == ".":
        form = random.below(4)
        if form < 2:
            return receiver, "R" + method, None
        if form == 2:
            return receiver, None, "R%s = %s" % (method, argument(random, group, False))
        return receiver, None, "del R" + method
    form = random.below(6)
    parts = arguments(random, group, growing)
    if receiver.startswith("itertools.count"):
        # It has no end.
        parts = parts.replace("*R", "*[]")
    if form:
        return receiver, "R.%s(%s)" % (method, parts), None
    receiver = argument(random, EVERYTHING, growing)
    return receiver, "%s.%s(%s)" % (name, method, ", ".join(filter(None, ("R", parts)))), None


def words(text):
    word = ""
    for c in text + " ":
        if c.isalnum() or c == "_":
            word += c
        else:
            if word:
                yield word
            word = ""


def prelude_of(text, names):
    for word in words(text):
        if word in PRELUDE and word not in names:
            names[word] = None
            prelude_of(PRELUDE[word], names)
    return names


def without_addresses(text):
    """The text without what no two interpreters have in common."""
    parts = text.split(" at 0x")
    for number, part in enumerate(parts[1:], 1):
        parts[number] = part.lstrip("0123456789abcdef")
    text = " at 0x".join(parts)
    for there, here in PLACES:
        text = text.replace(there, here)
    return text


# What differs from place to place, and how it is shown.
PLACES = []


def find_places():
    places = [
        (without_addresses(repr(int.__dict__)), "int.__dict__"),
        (without_addresses(repr(int.__dict__.items())), "int.__dict__.items()"),
        (without_addresses(repr(int.__dict__.values())), "int.__dict__.values()"),
        (without_addresses(repr(int.__dict__.keys())), "int.__dict__.keys()"),
        # Calls may have given it more attributes.
        (repr(sys.implementation)[:-1], "namespace(sys.implementation"),
        (repr(sys.version_info), "sys.version_info"),
        (repr(tuple(sys.version_info))[1:-1], "*sys.version_info"),
    ]
    for name in calls_table.OWN_WORDS:
        places.append(("<function %s at 0x>" % name, "<built-in function %s>" % name))
    PLACES.extend(places)


def line(text):
    """ASCII, without line ends, addresses, and what differs from place to place; not too long."""
    text = ascii(without_addresses(text))[1:-1]
    return text if len(text) < 400 else text[:400] + "..." + str(len(text))


# Which of these are one object if they are equal is the interpreter's business.
ATOMS = int, float, complex, str, bytes


def text_of(value):
    if isinstance(value, (set, frozenset)) and type(value).__repr__ in (set.__repr__, frozenset.__repr__):
        # NaN and objects without a hash of their own are hashed by address.
        return "{%s}" % ", ".join(sorted([without_addresses(repr(item)) for item in list(value)]))
    if type(value) is type(int.__dict__) or type(value) is dict and ("__name__" in value or "__doc__" in value):
        # A namespace: the order of its names is nobody's business, and that of `builtins` is in all others.
        return "names" if "__build_class__" in value else " ".join(sorted(map(str, value)))
    return repr(value)


def shown(value):
    try:
        text = text_of(value)
    except BaseException as error:
        text = "<repr: %s>" % failure(error)
    return type.__dict__['__name__'].__get__(type(value)) + " " + line(text)


def failure(error):
    if isinstance(error, RecursionError):
        # Whose stack ends first, and how it says so, is the machine's business.
        return "RecursionError"
    try:
        text = str(error)
    except BaseException as inner:
        text = "<str: %s>" % type(inner).__name__
    return "%s: %s" % (type(error).__name__, line(text))


def repr_of(function):
    try:
        return shown(function())
    except BaseException as error:
        return "! " + failure(error)


compiled = {name: compile(source, "<%s>" % name, "exec") for name, source in PRELUDE.items()}


def perform(receiver, expression, statement):
    whole = "%s %s" % (receiver, expression or statement)
    names = {"__name__": "calls", "repr_of": repr_of}
    for name in prelude_of(whole, {}):
        exec(compiled[name], names)
    try:
        names["R"] = R = eval(receiver, names)
    except BaseException as error:
        return "!! " + failure(error)
    try:
        if expression:
            value = eval(expression, names)
            if value is R and type(value) not in ATOMS:
                result = "same"
            elif any(part in expression or part == receiver for part, _ in calls_table.UNCOMPARED):
                result = "a value"
            else:
                result = shown(value)
        else:
            exec(statement, names)
            result = "done"
    except BaseException as error:
        result = "! " + failure(error)
        error = None
    # What the call left of the receiver.
    return result + " | " + shown(names.get("R"))


def main():
    seed = int(sys.argv[1])
    if sys.argv[2] == "at":
        receiver, expression, statement = make_call(seed, int(sys.argv[3]))
        for name in prelude_of("%s %s" % (receiver, expression or statement), {}):
            print(PRELUDE[name])
        print("R = " + receiver)
        print("print(ascii(%s))" % expression if expression else statement)
        return
    find_places()
    write, flush = sys.stdout.write, sys.stdout.flush
    start = int(sys.argv[2])
    for number in range(start, start + int(sys.argv[3])):
        receiver, expression, statement = make_call(seed, number)
        text = line("R = %s; %s" % (receiver, expression or statement))
        write("\n#%d %s\n" % (number, text))
        flush()
        result = perform(receiver, expression, statement)
        write("\n=%s\n" % result)
        flush()
    write("\n.\n")
    flush()


main()
