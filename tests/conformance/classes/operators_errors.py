# The errors of classes/operators.
from _operators import N, Sub

OPS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "and": "&", "or": "|", "xor": "^", "lshift": "<<", "rshift": ">>", "matmul": "@"}
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
import math
for expr in ("object() + 1", "1 + object()", "'a' - 'b'", "[] + ()", "-'a'", "~1.5", "+[]", "{} | []", "1 @ 2", "None + 1", "'%d' % 'x'", "1 << 1.0", "2 ** 'a'", "divmod('a', 1)", "pow(2, 'a', 3)", "[] * 'a'", "'a' * 1.5", "abs('a')", "round([])", "int([])", "float({})"):
    try:
        print(expr, eval(expr))
    except TypeError as e:
        print(expr, "!!", e)
