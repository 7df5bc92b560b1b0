import math
xs = (0.0, 0.5, 1.0, -1.0, 2.5, 10.0, 1e-10, 100.0)
for name in ("sqrt", "exp", "log", "log2", "log10", "log1p", "expm1", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "floor", "ceil", "trunc", "fabs", "degrees", "radians", "gamma", "lgamma", "erf", "erfc", "cbrt", "exp2", "isqrt", "factorial", "isfinite", "isinf", "isnan", "modf", "frexp", "ulp"):
    out = []
    for x in xs:
        try:
            v = getattr(math, name)(x if name not in ("isqrt", "factorial") else int(x))
            out.append(f"{v:.10g}" if isinstance(v, float) else str(v))
        except Exception as e:
            out.append(f"{type(e).__name__}: {e}")
    print(name, *out, sep=" | ")
print(math.pi, math.e, math.tau, math.inf, math.nan, -math.inf)
print(math.gcd(), math.gcd(12, 18), math.gcd(-4, 6, 8), math.lcm(4, 6), math.lcm(), math.lcm(0, 5), math.comb(5, 2), math.comb(100, 50), math.perm(5, 2), math.perm(5), math.isqrt(10**30), math.factorial(30), math.prod([1, 2, 3]), math.prod([], start=5), math.prod([1.5, 2]), math.gcd(10**30, 10**20))
print(math.hypot(3, 4), math.hypot(1, 2, 2), math.dist((0, 0), (3, 4)), math.atan2(1, -1), math.atan2(-0.0, -1), math.copysign(1, -0.0), math.fmod(-7, 3), math.remainder(7, 4), math.ldexp(1.5, 3), math.fsum([0.1] * 10), math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 1.1, rel_tol=0.2), math.pow(2, 0.5), math.log(8, 2), math.log(10**400), math.log2(2**1000), math.nextafter(1, 2), math.nextafter(1, 2, steps=3), math.sumprod([1, 2], [3, 4]), math.fma(2, 3, 4), math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.floor(10**30), math.ceil(1e20), math.log10(10**300))
class F:
    def __float__(self): return 4.0
class I:
    def __index__(self): return 9
print(math.sqrt(F()), math.sqrt(I()), math.factorial(I()), math.gcd(I(), 6), math.sqrt(True), math.floor(True), math.isqrt(I()))
