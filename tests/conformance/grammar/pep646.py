# PEP 646: starred expressions in subscripts and in the annotation of *args.
class Show:
    def __class_getitem__(cls, key):
        return key

    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


a, b = (1, 2), [3]
show = Show()
print(show[*a], show[0, *a], show[*a, *b], show[*()], show[*a, 1:2], Show[*b])
show[*a] = 1
show[0, *b] = 2
del show[*a, 5]


def f(*args: *tuple[int, str]): ...
def g(*args: *b): ...
def h[*Ts](*args: *Ts) -> tuple[*Ts]: ...


print(f.__annotations__, g.__annotations__["args"], sorted(h.__annotations__))
print(next(iter(tuple[int])), *tuple[int, ...])


class Array[*Shape]:
    pass


print(Array[int, str], Array.__type_params__, Array[*tuple[int, ...]])
print(Array[()].__args__ if hasattr(Array[()], "__args__") else Array[()])
type Alias[T, *Ts] = dict[T, tuple[*Ts]]
print(Alias[int, str, bytes].__args__, Alias.__type_params__)
for source in ["a[*b:1]", "a[:*b]", "a[*]", "a[**b]", "def f(x: *a): pass", "def f(**k: *a): pass", "x: *a", "lambda *a: *b: 1",
               "a[*b for b in c]", "f(*a := b)", "a[*b := c]"]:
    try:
        compile(source, "<s>", "exec")
        print("fine", source)
    except SyntaxError as error:
        print(source, "->", error.msg, error.lineno, error.offset, error.end_offset)
