# The errors of complex/basics.
a, b = 1 + 2j, 3 - 4j
for code in ("a < b", "a // b", "a % b", "divmod(a, b)", "int(a)", "float(a)", "1 / 0j", "0j ** -1", "0j ** 1j", "pow(a, 2, 3)", "a[0]", "format(a, 'd')", "format(a, '05')", "format(a, '%')", "complex('1', 2)", "complex([])", "complex(1, '2')", "a.real = 1", "abs(complex(1e308, 1e308))", "math", "round(a)", "a & 1", "complex(1j, 2)", "a ** 0", "a ** -1", "0j ** 0"):
    try:
        print(code, eval(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
class C:
    def __complex__(self): return 1 + 1j
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 7
