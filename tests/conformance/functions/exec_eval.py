g = {"x": 1}
exec("y = x + 1\ndef f(): return x, y", g)
print(g["y"], g["f"](), sorted(k for k in g if not k.startswith("__")), "__builtins__" in g)
l = {"x": 10}
print(eval("x + 1", g, l), eval("[x for _ in range(2)]", g, l))
exec("z = x; w = [i for i in range(3)]", g, l)
print(l)


def local():
    a = 5
    exec("a = 6; b = 7")
    try:
        b
    except NameError as e:
        print(e)
    return a, eval("a * 2"), sorted(locals())


print(local())
code = compile("1 + 2", "<c>", "eval")
print(eval(code), code.co_filename)
exec(compile("q = 1; print('single', q)\n", "<s>", "exec"))
exec(compile("5 + 5", "<s>", "single"))
exec(compile("None", "<s>", "single"))
exec(compile("'text'; [1]", "<s>", "single"))
print(_)


class Mapping:
    def __getitem__(self, k):
        if k.startswith("v"):
            return k * 2
        raise KeyError(k)


print(eval("va, vb, len('x')", {}, Mapping()))
exec("def f(n):\n return n if n < 2 else f(n-1) + f(n-2)\nprint(f(10))", {})
exec("class E:\n a = 1\n def m(self): return self.a\nprint(E().m(), E.__module__)", {"__name__": "modname"})
exec("print(closure_var())", {"closure_var": (lambda v: lambda: v)(3)})
print(eval("(lambda: [a for a in range(3)])()"), eval("f'{1 + 1}'"), eval("'a' 'b'"))
exec("import math as mm\nfrom math import floor", g)
print("mm" in g, g["floor"](2.5))
