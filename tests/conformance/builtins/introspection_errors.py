# The errors of builtins/introspection.
class A:
    x = 1
    def __init__(self): self.y = 2
    def m(self): pass
a = A()
for code in ("isinstance(1, list[int])", "isinstance(1, 5)", "isinstance(1, 'int')", "issubclass(1, int)", "issubclass(int, 5)", "issubclass(int, (5,))", "getattr(a, 1)", "getattr(a, 'q')", "setattr(a, 1, 2)", "delattr(a, 'q')", "hasattr(a, 1)", "vars(5)", "hash([])", "dir(1, 2)", "id()", "int | 5", "5 | int", "list[int][str]", "int[str]", "isinstance([], list[int] | str)", "getattr(a, 'x', 1, 2)", "vars()['a'] is a", "type(1, 2)", "callable()", "len(5)", "len(a)"):
    try: print(code, "->", eval(code))
    except Exception as e: print(code, "!!", type(e).__name__, e)
def f():
    v = 1
    def g(): return v, sorted(locals())
    w = 2
    return sorted(locals()), g(), dir()
class D:
    def __dir__(self): return ["b", "a"]
    def __len__(self): return 3
class E:
    def __getattr__(self, n):
        if n == "good": return 1
        raise AttributeError(n)
class V:
    def __getattr__(self, n): raise ValueError("not an AttributeError")
