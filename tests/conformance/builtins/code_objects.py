def f(a, b=1, /, c=2, *args, d, e=3, **kw):
    "doc"
    x = a
    def inner(): return x
    return [y for y in range(3)], inner
c = f.__code__
print(c.co_name, c.co_qualname, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_nlocals, c.co_varnames, c.co_cellvars, c.co_freevars, c.co_names, c.co_firstlineno, bool(c.co_flags & 4), bool(c.co_flags & 8), bool(c.co_flags & 0x20))
print(repr(c).split(" at ")[0], repr(c).split(", ")[-1], hash(c) == hash(c), c == c, c != (lambda: 0).__code__, type(c).__name__)
for src in ("1 + 1", "x", "[x for x in y]"):
    k = compile(src, "<src>", "eval")
    print(k.co_name, k.co_filename, k.co_names, k.co_firstlineno)
k = compile("a = 1\ndef g(): pass\nclass D: pass\n", "mod.py", "exec")
print(k.co_name, [x.co_name for x in k.co_consts if hasattr(x, "co_name")], k.co_names)
print((lambda: (yield)).__code__.co_flags & 0x20, (lambda x, y: 0).__code__.co_varnames)
async def co(): pass
async def ag(): yield
print(co.__code__.co_flags & 0x80, ag.__code__.co_flags & 0x200)
r = f.__code__.replace(co_name="renamed")
print(r.co_name, f.__code__.co_name)
g = type(f)(r, globals(), "fn", (5,))
print(g.__name__, g.__defaults__)
print([p for p in list((lambda: 0).__code__.co_positions())[:1]] != [], [l for *_, l in c.co_lines()] != [], len(c.co_code) > 0, c.co_stacksize >= 0, type(c.co_exceptiontable).__name__, type(c.co_linetable).__name__)
def outer():
    v = 1
    def i(): return v
    return i
print(outer().__code__.co_freevars, outer.__code__.co_cellvars, outer().__code__ is outer().__code__)
class K:
    def m(self): return __class__
print(K.m.__code__.co_freevars, K.m.__code__.co_qualname)
import sys
def frame_test():
    fr = sys._getframe()
    return fr.f_code is frame_test.__code__, fr.f_lineno - fr.f_code.co_firstlineno, fr.f_back.f_code.co_name, fr.f_trace, fr.f_lasti >= 0
print(frame_test())
