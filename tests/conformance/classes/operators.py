from _operators import N, Sub

OPS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "and": "&", "or": "|", "xor": "^", "lshift": "<<", "rshift": ">>", "matmul": "@"}
for name in OPS:
    def make(name):
        def op(self, other):
            return f"{name}({self!r}, {other!r})" if not isinstance(other, str) else NotImplemented
        def rop(self, other):
            return f"r{name}({self!r}, {other!r})"
        def iop(self, other):
            return N(f"i{name}")
        return op, rop, iop
    op, rop, iop = make(name)
    setattr(N, f"__{name}__", op)
    setattr(N, f"__r{name}__", rop)
    setattr(N, f"__i{name}__", iop)
for name, sign in OPS.items():
    n = N(1)
    print(eval(f"n {sign} 2"), eval(f"2 {sign} n"), eval(f"N(1) {sign} N(2)"))
    exec(f"n {sign}= 5")
    print(n)
    try:
        eval(f"n {sign} 's'")
    except TypeError as e:
        print(e)


print(N(1) + Sub(2), Sub(1) + N(2))


class U:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __abs__(self): return "abs"
    def __int__(self): return 7
    def __float__(self): return 7.5
    def __complex__(self): return 7j
    def __index__(self): return 3
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return "trunc"
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __bool__(self): return False


u = U()
print(-u, +u, ~u, abs(u), int(u), float(u), complex(u), [0, 1, 2, "three"][u], round(u), round(u, 2), divmod(u, 1), divmod(1, u), pow(u, 2), pow(u, 2, 5), not u, hex(u), "x" * u, list(range(u)), bytes(u))
import math
print(math.trunc(u), math.floor(u), math.ceil(u))
