class A:
    x = 1
    def __init__(self): self.y = 2
    def m(self): pass
a = A()
print(getattr(a, "x"), getattr(a, "z", 5), hasattr(a, "y"), hasattr(a, "z"), setattr(a, "z", 3), a.z, delattr(a, "z"), hasattr(a, "z"), vars(a), isinstance(a, A), isinstance(1, (str, int)), isinstance(1, int | str), issubclass(bool, int), issubclass(A, (int, object)), callable(a.m), callable(a), type(a) is A, id(a) == id(a), hash(1), dir(a)[-3:])
print(isinstance(1, (str, (float, (int,)))), isinstance([], list | None), isinstance(None, int | None), int | str, type(int | str).__name__, (int | None).__args__, list[int], dict[str, int].__args__, list[int].__origin__, list[int] == list[int], type(list[int]).__name__, list[int]([1]), tuple[int, ...], (int | str) == (str | int), int | int, list["x"])
def f():
    v = 1
    def g(): return v, sorted(locals())
    w = 2
    return sorted(locals()), g(), dir()
print(f(), "a" in globals(), "A" in dir(), locals() is globals())
print([n for n in dir([]) if not n.startswith("_")], [n for n in dir({}) if not n.startswith("_")], [n for n in dir(()) if not n.startswith("_")], [n for n in dir(1) if not n.startswith("_")], [n for n in dir(1.0) if not n.startswith("_")])
print([n for n in dir("") if not n.startswith("_")])
print([n for n in dir(b"") if not n.startswith("_")], [n for n in dir(set()) if not n.startswith("_")], [n for n in dir(bytearray()) if not n.startswith("_")], [n for n in dir(range(0)) if not n.startswith("_")], [n for n in dir((i for i in ())) if not n.startswith("_")])
class D:
    def __dir__(self): return ["b", "a"]
    def __len__(self): return 3
print(dir(D()), len(D()), repr(type(D())), ascii("é"), repr("é"), format(5, "03"), bin(5), chr(97), ord("a"))
class E:
    def __getattr__(self, n):
        if n == "good": return 1
        raise AttributeError(n)
class V:
    def __getattr__(self, n): raise ValueError("not an AttributeError")
print(hasattr(E(), "good"), hasattr(E(), "bad"), getattr(E(), "bad", "dflt"))
try: hasattr(V(), "x")
except ValueError as e: print(e)
print(abs(-5), abs(-2.5), abs(3 + 4j), divmod(7, 2), pow(2, 10), pow(2, 10, 1000), round(2.567, 2), hex(255), oct(8), complex(1, 2), bool([]), max(1, 2), id(None) == id(None))
