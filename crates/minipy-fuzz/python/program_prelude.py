"""What every generated program begins with: how outcomes are shown, the classes, and the names of the values."""
import gc, sys
# What is in cycles dies at other moments elsewhere; programs that are about it call the collector.
gc.disable()
def has_order(x):
    # Whether a hash follows from the value; all others follow from the address.
    if type(x) in (tuple, frozenset):
        return all(map(has_order, x))
    return type(x) in (int, float, complex, str, bytes, bool, type(None), range) or type(x) in (V, W) and has_order(x.a)
def plain(v, inner=True):
    # Sets of what is hashed by its address have no order of their own.
    if type(v) in (set, frozenset) and not all(map(has_order, v)):
        return sorted(ascii(x).partition(' at 0x')[0] for x in v)
    if inner and type(v) in (list, tuple):
        return type(v)(plain(x, False) for x in v)
    return v
def show(*values):
    # Nothing from an address on.
    print(*[ascii(plain(v)).partition(' at 0x')[0][:300] for v in values])
def failed(e):
    text = str(e)
    if ' at 0x' in text:
        text = '...'
    print(type(e).__name__, ascii(text)[:300], len(getattr(e, '__notes__', ())), type(e.__context__).__name__, type(e.__cause__).__name__)
def unraisable(u):
    print('unraisable', type(u.exc_value).__name__, ascii(str(u.exc_value))[:200])
sys.unraisablehook = unraisable
class V:
    __match_args__ = ('a', 'b')
    def __init__(self, a=0, b=0):
        self.a = a
        self.b = b
    def __repr__(self):
        return f'V({self.a!r}, {self.b!r})'
    def __eq__(self, other):
        return isinstance(other, V) and self.a == other.a
    def __hash__(self):
        return hash(self.a)
    def __lt__(self, other):
        return self.a < other.a
    def __add__(self, other):
        return V(self.a + (other.a if isinstance(other, V) else other), self.b)
    def __radd__(self, other):
        return V(other + self.a, self.b)
    def __getitem__(self, i):
        return (self.a, self.b)[i]
    def __len__(self):
        return 2
    def __contains__(self, x):
        return x == self.a
    def __call__(self, *a, **k):
        return (self.a, a, sorted(k.items()))
    def __enter__(self):
        show('enter', self.a)
        return self
    def __exit__(self, t, e, tb):
        show('exit', t)
        return self.b == 1
    def __getattr__(self, name):
        if name.startswith('_'):
            raise AttributeError(name)
        return name
    def __index__(self):
        return self.a
class W(V):
    __slots__ = ('s',)
    def __iadd__(self, other):
        self.s = other
        return self
    def __iter__(self):
        yield self.a
        yield self.b
        return 7
    def __bool__(self):
        return bool(self.b)
    def __add__(self, other):
        return super().__add__(other)
    @property
    def p(self):
        return self.a
    @p.setter
    def p(self, x):
        self.a = x
    @classmethod
    def c(cls, *x):
        return cls(*x)
    @staticmethod
    def st(x=1, *, y=2):
        return (x, y)
def gen(n, v=None):
    try:
        for i in range(n):
            got = yield i if v is None else v
            if got is not None:
                show('got', got)
    except ValueError as e:
        yield 'caught'
    finally:
        show('closed')
    return n
i0, i1, i2 = 3, -7, 2 ** 65
f0, f1 = 1.5, -0.0
s0, s1 = 'abc', 'x\u00e9\ud800'
b0 = b'a\x00c'
l0, l1 = [1, 2, 3], ['b', 'a']
t0, t1 = (1, 'x'), ()
d0, d1 = {'a': 1, 2: [3]}, {}
e0, e1 = {1, 2}, frozenset('ab')
o0, o1 = V(1, 2), W(3)
g0 = gen(2)
n0 = None
