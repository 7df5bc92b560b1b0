# Recursion through every kind of call that an instruction makes, each in a thread with a native stack of a megabyte.
# Printed for each kind: its name and "ok". See deep_calls.rs.
import _thread
import sys

sys.setrecursionlimit(10 ** 6)
N = 20_000


def t___init__():
    class A:
        def __init__(self, n):
            if n: A(n-1)
    A(N)
def t_super_init():
    class B:
        def __init__(self, n): pass
    class A(B):
        def __init__(self, n):
            super().__init__(n)
            if n: A(n-1)
    A(N)
def t___call__():
    class A:
        def __call__(self, n):
            if n: self(n-1)
    A()(N)
def t_method():
    class A:
        def m(self, n):
            if n: self.m(n-1)
    A().m(N)
def t_boundmethod():
    class A:
        def m(self, n):
            f = self.m
            if n: f(n-1)
    A().m(N)
def t_kwcall():
    def f(*, n):
        if n: f(n=n-1)
    f(n=N)
def t_starcall():
    def f(*a, **k):
        if a[0]: f(*(a[0]-1,), **k)
    f(N)
def t_classmethod():
    class A:
        @classmethod
        def m(cls, n):
            if n: cls.m(n-1)
    A.m(N)
def t_staticmethod():
    class A:
        @staticmethod
        def m(n):
            if n: A.m(n-1)
    A.m(N)
def mkbin(name, op):
    def t():
        d = {}
        exec(f"""
class A:
    def __init__(self, n): self.n = n
    def {name}(self, *o):
        if self.n:
            self.n -= 1
            {op}
        return 1
def run(N):
    self = A(N)
    {op}
""", d)
        d['run'](N)
    return t
T = {}
OPERATORS = {
    '__delattr__': 'del self.foo',
    '__add__': 'self + 1',
    '__radd__': '1 + self',
    '__iadd__': 'x = self; x += 1',
    '__mul__': 'self * 1',
    '__sub__': 'self - 1',
    '__truediv__': 'self / 1',
    '__floordiv__': 'self // 1',
    '__mod__': 'self % 1',
    '__pow__': 'self ** 1',
    '__lshift__': 'self << 1',
    '__and__': 'self & 1',
    '__or__': 'self | 1',
    '__xor__': 'self ^ 1',
    '__matmul__': 'self @ 1',
    '__neg__': '-self',
    '__pos__': '+self',
    '__invert__': '~self',
    '__eq__': 'self == 1',
    '__ne__': 'self != 1',
    '__lt__': 'self < 1',
    '__le__': 'self <= 1',
    '__gt__': 'self > 1',
    '__ge__': 'self >= 1',
    '__getitem__': 'self[0]',
    '__setitem__': 'self[0] = 1',
    '__delitem__': 'del self[0]',
    '__contains__': '1 in self',
    '__getattr__': 'self.foo',
}
for name, op in OPERATORS.items():
    T[name] = mkbin(name, op)
def t___bool___if():
    class A:
        def __bool__(self):
            self.n -= 1
            if self.n:
                if self: pass
            return True
    a = A(); a.n = N
    if a: pass
def t___bool___not():
    class A:
        def __bool__(self):
            self.n -= 1
            if self.n:
                not self
            return True
    a = A(); a.n = N
    not a
def t___bool___and():
    class A:
        def __bool__(self):
            self.n -= 1
            if self.n:
                self and 1
            return True
    a = A(); a.n = N
    a and 1
def t___len___bool():
    class A:
        def __len__(self):
            self.n -= 1
            if self.n:
                if self: pass
            return 1
    a = A(); a.n = N
    if a: pass
def t_property_get():
    class A:
        @property
        def p(self):
            self.n -= 1
            if self.n: self.p
            return 1
    a = A(); a.n = N
    a.p
def t___format__():
    class A:
        def __format__(self, s):
            self.n -= 1
            if self.n: return f"{self}"
            return "x"
    a = A(); a.n = N
    f"{a}"
def t___str___f():
    class A:
        def __str__(self):
            self.n -= 1
            if self.n: return f"{self!s}"
            return "x"
    a = A(); a.n = N
    f"{a!s}"
def t___repr___f():
    class A:
        def __repr__(self):
            self.n -= 1
            if self.n: return f"{self!r}"
            return "x"
    a = A(); a.n = N
    f"{a!r}"
def t___iter___for():
    class A:
        def __iter__(self):
            self.n -= 1
            if self.n:
                for x in self: pass
            return iter(())
    a = A(); a.n = N
    for x in a: pass
def t___next___for():
    class A:
        def __iter__(self): return self
        def __next__(self):
            self.n -= 1
            if self.n:
                for x in self: pass
            raise StopIteration
    a = A(); a.n = N
    for x in a: pass
def t_gen_for():
    def g(n):
        if n:
            for x in g(n-1): yield x
        yield 1
    for x in g(N): break
def t_gen_yf():
    def g(n):
        if n: yield from g(n-1)
    for x in g(N): pass
def t_await():
    async def g(n):
        if n: await g(n-1)
    try: g(N).send(None)
    except StopIteration: pass
def t_genexp():
    def f(n):
        if n:
            for x in (f(n-1) for _ in (1,)): pass
    f(N)
def t_listcomp():
    def f(n):
        if n: [f(n-1) for _ in (1,)]
    f(N)
def t___enter__():
    class A:
        def __enter__(self):
            self.n -= 1
            if self.n:
                with self: pass
        def __exit__(self, *a): pass
    a = A(); a.n = N
    with a: pass
def t___exit__():
    class A:
        def __enter__(self): pass
        def __exit__(self, *a):
            self.n -= 1
            if self.n:
                with self: pass
    a = A(); a.n = N
    with a: pass
def t___exit___exc():
    class A:
        def __enter__(self): pass
        def __exit__(self, *a):
            self.n -= 1
            if self.n:
                with self: 1/0
            return True
    a = A(); a.n = N
    with a: 1/0
def t___aenter__():
    class A:
        async def __aenter__(self):
            self.n -= 1
            if self.n:
                async with self: pass
        async def __aexit__(self, *a): pass
    async def main():
        a = A(); a.n = N
        async with a: pass
    try: main().send(None)
    except StopIteration: pass
def t___await__():
    class A:
        def __init__(self, n): self.n = n
        def __await__(self):
            if self.n: yield from A(self.n-1).__await__()
            return 1
    async def main():
        await A(N)
    try: main().send(None)
    except StopIteration: pass
def t___anext__():
    class A:
        def __aiter__(self): return self
        async def __anext__(self):
            self.n -= 1
            if self.n > 0:
                async for x in self: pass
            raise StopAsyncIteration
    async def main():
        a = A(); a.n = N
        async for x in a: pass
    try: main().send(None)
    except StopIteration: pass
def t_meta_call():
    class M(type):
        def __call__(cls, n):
            if n: cls(n-1)
            return 1
    class A(metaclass=M): pass
    A(N)
def t_meta_getitem():
    class M(type):
        def __getitem__(cls, n):
            if n: cls[n-1]
    class A(metaclass=M): pass
    A[N]
def t_decorated_wrapper():
    def deco(f):
        def w(*a, **k): return f(*a, **k)
        return w
    @deco
    def f(n):
        if n: f(n-1)
    f(N//2)
def t_super_method():
    class B:
        def m(self, n):
            if n: self.m(n-1)
    class A(B):
        def m(self, n): return super().m(n)
    A().m(N//2)
def t___call___kw():
    class A:
        def __call__(self, *, n):
            if n: self(n=n-1)
    A()(n=N)
def t___init___kw():
    class A:
        def __init__(self, *, n):
            if n: A(n=n-1)
    A(n=N)
def t___init___star():
    class A:
        def __init__(self, *a):
            if a[0]: A(*(a[0]-1,))
    A(N)
def t_lambda():
    f = lambda n: n and f(n-1)
    f(N)
def t_closure():
    def f(n):
        def g(): return f(n-1) if n else 0
        return g()
    f(N//2)
def t_getitem_slice():
    class A:
        def __getitem__(self, s):
            self.n -= 1
            if self.n: self[1:2]
    a = A(); a.n = N
    a[1:2]
def t_setitem_slice():
    class A:
        def __setitem__(self, s, v):
            self.n -= 1
            if self.n: self[1:2] = 1
    a = A(); a.n = N
    a[1:2] = 1
def t_chained_cmp():
    class A:
        def __lt__(self, s):
            self.n -= 1
            if self.n: 1 and self < 2 < 3
            return True
    a = A(); a.n = N
    a < 2 < 3
def t_cached_slot_wrapper():
    class A:
        def __add__(self, o):
            self.n -= 1
            if self.n: self.__add__(o)
            return 1
    a = A(); a.n = N
    a + 1
def t_any_gen():
    def f(n):
        return any(f(n-1) for _ in (1,)) if n else 0
    f(N)
def t___setattr__():
    class A:
        def __setattr__(self, name, v):
            if v: self.foo = v-1
    A().foo = N
def t___getattribute__():
    class A:
        def __getattribute__(self, name):
            global G
            G -= 1
            if G > 0: self.foo
            return 1
    global G
    G = N
    A().foo
def t_property_set():
    class A:
        @property
        def p(self): pass
        @p.setter
        def p(self, v):
            if v: self.p = v - 1
    A().p = N
def t_property_del():
    class A:
        @property
        def p(self): pass
        @p.deleter
        def p(self):
            self.n -= 1
            if self.n: del self.p
    a = A(); a.n = N
    del a.p
def t_descr_get():
    class D:
        def __get__(self, o, t):
            o.n -= 1
            if o.n: o.p
            return 1
    class A: p = D()
    a = A(); a.n = N
    a.p
def t_descr_set():
    class D:
        def __set__(self, o, v):
            if v: o.p = v-1
    class A: p = D()
    a = A(); a.p = N
def t_descr_del():
    class D:
        def __delete__(self, o):
            o.n -= 1
            if o.n: del o.p
        def __set__(self, o, v): pass
    class A: p = D()
    a = A(); a.n = N
    del a.p
def t_inherit_getattr_method():
    class A:
        def __getattr__(self, name):
            self.n -= 1
            if self.n: self.foo()
            return lambda: 1
    a = A(); a.n = N
    a.foo()
for name, value in list(globals().items()):
    if name.startswith("t_"):
        T[name[2:]] = value


def run(name, done):
    try:
        T[name]()
        print(name, "ok")
    except BaseException as error:
        print(name, type(error).__name__, str(error)[:100])
    done.release()


_thread.stack_size(1 << 20)
for name in T:
    done = _thread.allocate_lock()
    done.acquire()
    _thread.start_new_thread(run, (name, done))
    done.acquire()
