# The errors of functions/exec_eval.
g = {"x": 1}
exec("y = x + 1\ndef f(): return x, y", g)
l = {"x": 10}
exec("z = x; w = [i for i in range(3)]", g, l)
def local():
    a = 5
    exec("a = 6; b = 7")
    try:
        b
    except NameError as e:
        print(e)
    return a, eval("a * 2"), sorted(locals())
code = compile("1 + 2", "<c>", "eval")
exec(compile("q = 1; print('single', q)\n", "<s>", "exec"))
exec(compile("5 + 5", "<s>", "single"))
exec(compile("None", "<s>", "single"))
exec(compile("'text'; [1]", "<s>", "single"))
for bad in ("eval('x = 1')", "eval('')", "eval('  1 + 1')", "eval('1\\n')", "eval('undefined')", "exec('1 +')", "eval('x', [])", "eval('1', {}, 5)",
            "exec('pass', 5)", "eval(compile('a = 1', 'f', 'exec'))", "eval(b'1 + 1')", "exec(bytearray(b'bb = 3'))", "eval(memoryview(b'1'))"):
    try:
        print(bad, "->", eval(bad))
    except Exception as e:
        print(bad, "!!", type(e).__name__, e)
class Mapping:
    def __getitem__(self, k):
        if k.startswith("v"):
            return k * 2
        raise KeyError(k)
exec("def f(n):\n return n if n < 2 else f(n-1) + f(n-2)\nprint(f(10))", {})
exec("class E:\n a = 1\n def m(self): return self.a\nprint(E().m(), E.__module__)", {"__name__": "modname"})
exec("print(closure_var())", {"closure_var": (lambda v: lambda: v)(3)})
exec("import math as mm\nfrom math import floor", g)
