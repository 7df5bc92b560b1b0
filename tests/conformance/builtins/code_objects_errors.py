# The errors of builtins/code_objects.
def f(a, b=1, /, c=2, *args, d, e=3, **kw):
    "doc"
    x = a
    def inner(): return x
    return [y for y in range(3)], inner
c = f.__code__
k = compile("a = 1\ndef g(): pass\nclass D: pass\n", "mod.py", "exec")
async def co(): pass
async def ag(): yield
r = f.__code__.replace(co_name="renamed")
g = type(f)(r, globals(), "fn", (5,))
for code in ("c.co_name = 1", "del c.co_name", "c.nope", "type(c)()", "c()", "c.replace(nope=1)", "type(f)(5, {})", "type(f)(c, 5)"):
    try: exec(code)
    except Exception as e: print(code, "!!", type(e).__name__, str(e).split(" (")[0])
def outer():
    v = 1
    def i(): return v
    return i
class K:
    def m(self): return __class__
import sys
def frame_test():
    fr = sys._getframe()
    return fr.f_code is frame_test.__code__, fr.f_lineno - fr.f_code.co_firstlineno, fr.f_back.f_code.co_name, fr.f_trace, fr.f_lasti >= 0
