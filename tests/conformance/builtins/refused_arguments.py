# Keywords that a native function does not take, and who is named; arguments that are looked at in the C function's order.
import _weakref, copyreg, gc, sys, time




unawaited = []


def generator(): yield


def agen():
    async def agen(): yield 1
    return Awaitables(agen())


class Awaitables:
    """An async generator that keeps what it makes."""

    def __init__(self, generator): self.generator = generator

    def asend(self, value):
        unawaited.append(self.generator.asend(value))
        return unawaited[-1]

    def athrow(self, exception):
        unawaited.append(self.generator.athrow(exception))
        return unawaited[-1]

    def __getattr__(self, name): return getattr(self.generator, name)


class S(set): pass
class BA(bytearray): pass
class L(list): pass
class C: pass


frame = sys._getframe()
code = generator.__code__
released = memoryview(b"abc")
released.release()
strided = memoryview(b"abcdef")[::2]
for text in """generator().throw(1, a=2)
generator().throw()
agen().generator.athrow(a=1)
agen().asend(1).throw(a=1)
agen().athrow(ValueError).throw(1, a=2)
gc.get_referents(1, a=2)
gc.get_referrers(a=2)
sys.call_tracing(a=1)
bytes.maketrans(1, 2, a=3)
str.maketrans(1, a=3)
dict.fromkeys(a=1)
property(len).__set_name__(1, 2, a=3)
BA(b'').center(1, a=2)
BA(b'').startswith(b'', 1, a=2)
object.__format__(1, 2, 3)
object.__reduce__(1, 2)
L.__reduce__(1, 2)
L.__reduce__([], 2)
time.gmtime(0).__getnewargs__(1)
time.gmtime(0).count()
time.gmtime(0).__new__(3)
time.struct_time.__repr__(3)
sys.flags.count(1, 2)
sys.float_info.__getnewargs__(3)
frame.__sizeof__(1)
agen().generator.__sizeof__(1)
code.__sizeof__(1)
code.co_branches(1)
code._varname_from_oparg()
code._varname_from_oparg('a')
code._varname_from_oparg(99)
(lambda a, b: 1).__code__._varname_from_oparg(1)
type(1, a=2)
type(1, 2, a=3)
copyreg.constructor(1, 2)
copyreg.constructor()
copyreg.constructor(x=1)
copyreg.pickle(1)
copyreg.pickle(1, 2, 3, 4)
copyreg._reconstructor(1)
copyreg.__newobj__()
copyreg.__newobj_ex__(1)
copyreg._slotnames(1, 2)
_weakref.ref(1, 2, a=3)
_weakref.ref(C, None, 3, a=3)
_weakref.ref(C, a=3)
S({2}).__init__(1, 2)
NameError(a=1, b=2)
ImportError(a=1, b=2, c=3, d=4)
zip(string=1)
str.maketrans(10, 1)
str.maketrans(10, 1, 'a')
str.maketrans('a', 1)
str.maketrans(10, 'a')
iter(range(3)).__setstate__(10**400)
iter(range(2**70, 2**70+2)).__setstate__(C())
iter(range(2**70, 2**70+2)).__setstate__('a')
strided.index(1, 'a')
strided.index(1, None)
memoryview(b'abcdef').cast('B', (2, 3)).index(1, 'a')
memoryview(b'abc').tobytes(5)
released.tobytes(5)
memoryview._from_flags(1, 'a')
bytearray(b'') > released
bytearray(b'') == released
bytearray(b'ace') == strided
bytearray(b'ace') < strided
b'abc'.find(strided)
b'abc'.ljust(9, None)
str(b'', C())
str(b'', None)
str(C(), 'a\\0')
complex(C())
complex(1, C())
'%c' % C()
bytes.fromhex(C())
BlockingIOError(1, 'a', 1.5)
BlockingIOError(1, 'a', 10**400)
BlockingIOError(1, 'a', 7).characters_written
setattr(OSError(1, 'a'), 'characters_written', 2**64)
classmethod(len).__reduce_ex__(2**128)
map(int, []).__reduce__(1)
L.__reduce__(map(int, '12'))
iter([]).__init__(1, 2)
len.__init__(1, a=2)
(int | str).__init__(1)
generator().__init__(1)
object.__new__(C, 1)
object.__init__(C(), 1)
[*(int | str)]
5 in (int | str)
iter(int | str)
format('a', '\\0')
format(1, '\\0')
format(1.5, '\\0')""".split("\n"):
    try:
        result = eval(text)
    except BaseException as e:
        result = "%s: %s" % (type(e).__name__, e)
    # Coroutines that are not awaited are closed: that nobody awaited them is not the matter here.
    for made in unawaited:
        made.close()
    unawaited.clear()
    print(text, "->", "object" if " at 0x" in str(result) else result)

# bytearray.__init__ looks at the types of encoding and errors before the old content goes, at all else after.
for args in ((2, -1), ("a",), (1, "ascii")):
    b = bytearray(b"abc")
    try:
        b.__init__(*args)
    except TypeError as e:
        print(e, b)

# Surrogates in names and format specifiers.
for use in (lambda: getattr(5, "a\udfff"), lambda: setattr(object(), "\ud800", 1), lambda: C.__delattr__(C(), "\ud800"),
            lambda: f"{5!r:a\udfff}", lambda: setattr((), "count", 1)):
    try:
        use()
    except Exception as e:
        print(ascii(e))

# What a frame of a generator that has not started says of its line; which lines can be set.
def later():

    yield 1


g = later()
print(g.gi_frame.f_lineno - later.__code__.co_firstlineno)
for value in (5, "x", True, None, 2**70):
    try:
        frame.f_lineno = value
    except ValueError as e:
        print(e)

# The repr of exceptions that contain themselves.
e = ValueError(1, 2)
e.args = (e, 1)
print(repr(e))


# Hints of the length that no memory can hold; what asks the iterable and what the iterator.
class Hint:
    def __init__(self, hint): self.hint, self.n = hint, 0
    def __length_hint__(self): return self.hint
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n


class Len:
    def __init__(self, length): self.length = length
    def __len__(self): return self.length
    def __iter__(self): return iter("ab")


def unpacked(x):
    a, *b = x
    return a, b


def star(x): return [*x]
def extended(x, start):
    start.extend(x)
    return start


for made in (lambda: Hint(sys.maxsize), lambda: Hint(2**60), lambda: Hint(5), lambda: Hint(-1), lambda: Len(-1), lambda: Len(10**30)):
    for use in (list, tuple, lambda x: sorted(set(x)), sorted, max, star, unpacked, ",".join, b"".join, time.struct_time, BaseException,
                lambda x: extended(x, []), lambda x: extended(x, [0]), lambda x: setattr(e, "args", x)):
        try:
            result = use(made())
        except Exception as error:
            result = "%s: %s" % (type(error).__name__, error)
        print("object" if " at 0x" in str(result) else result, end="; ")
    print()

# A set of which all has been found asks no further.
asked = iter(range(9))
print(frozenset({1, 2}).intersection(asked), next(asked), {4, 5}.issubset(asked), next(asked))

# The state of an iterator over long ints is a position.
for state in (0, 2, -1, 2**70, 5):
    long = iter(range(2**70, 2**70 + 4))
    long.__setstate__(state)
    print([n - 2**70 for n in long])
