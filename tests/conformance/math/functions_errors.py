# The errors of math/functions.
import math
xs = (0.0, 0.5, 1.0, -1.0, 2.5, 10.0, 1e-10, 100.0)
for code in ("math.sqrt(-1)", "math.sqrt('a')", "math.log(0)", "math.log(-1)", "math.log(2, 1)", "math.exp(1000)", "math.factorial(-1)", "math.factorial(1.5)", "math.factorial(2.0)", "math.gcd(1.5)", "math.comb(5, -1)", "math.comb(-5, 1)", "math.isqrt(-1)", "math.isqrt(1.5)", "math.floor('a')", "math.floor(math.inf)", "math.ceil(math.nan)", "math.acos(2)", "math.fmod(1, 0)", "math.fmod(math.inf, 1)", "math.pow(0, -1)", "math.pow(-1, 0.5)", "math.pow(10, 400)", "math.ldexp(1, 10**10)", "math.sin(math.inf)", "math.gamma(0)", "math.gamma(-1)", "math.gamma(200)", "math.hypot('a')", "math.dist((1,), (1, 2))", "math.isclose(1, 2, rel_tol=-1)", "math.sqrt()", "math.sqrt(1, 2)", "math.atan2(1)", "math.fsum([1, 'a'])", "math.fsum([math.inf, -math.inf])", "math.prod(5)", "math.sumprod([1], [1, 2])", "math.cosh(1000)", "math.tan(10**400)", "math.nope", "math.perm(2.5)", "math.sqrt(10**400)", "math.atanh(1)", "math.log1p(-1)", "math.acosh(0.5)"):
    try: print(code, eval(code))
    except Exception as e: print(code, "!!", type(e).__name__, e)
class F:
    def __float__(self): return 4.0
class I:
    def __index__(self): return 9
