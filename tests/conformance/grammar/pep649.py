# PEP 649 and 749: annotations are evaluated when somebody asks, in the scope where they stand.
def later(x: undefined, *args: also, key: "text" = 1, **kw: more) -> result: ...


print(callable(later.__annotate__))
try:
    later.__annotations__
except NameError as error:
    print(error)
undefined, also, more, result = int, str, bytes, list
print(later.__annotations__)
print(later.__annotations__ is later.__annotations__)
print(later.__annotate__(1))
for format in (2, 3, 4, 0, 5, "x"):
    try:
        print(format, later.__annotate__(format))
    except Exception as error:
        print(format, type(error).__name__, error)
undefined = float
print(later.__annotations__["x"])
later.__annotations__ = {"new": 1}
print(later.__annotations__, later.__annotate__)
later.__annotate__ = lambda format: {"made": format}
print(later.__annotations__)
try:
    later.__annotate__ = 5
except TypeError as error:
    print(error)
del later.__annotations__
print(later.__annotations__)


class Tree:
    left: Tree
    right: Tree | None = None
    count: int = 0
    (ignored): nothing = 5

    def method(self, other: Tree) -> Tree: ...



print(Tree.__annotations__, Tree.method.__annotations__)
print("__annotations__" in Tree.__dict__, "__annotate_func__" in Tree.__dict__, sorted(n for n in Tree.__dict__ if "annot" in n))


class Conditional:
    for n in (1, 2):
        if n == 1:
            first: int
        else:
            second: str
    if False:
        third: bytes


print(Conditional.__annotations__)


class NoneAtAll:
    pass


class Child(Tree):
    pass


print(NoneAtAll.__annotations__, Child.__annotations__, NoneAtAll.__annotate__)
module_level: Tree
if True:
    another: int = 5
print(__annotations__ if "__annotations__" in globals() else __annotate__(1))
try:
    __annotate__(2)
except NotImplementedError as error:
    print("NotImplementedError", error)


def scoped():
    local: undefined_name = 1
    x = int

    def inner(a: x) -> local: ...

    class C:
        x = str
        y: x
    return inner, C


inner, C = scoped()
print(inner.__annotations__, C.__annotations__)
for source in ["def f(x: (yield)): pass", "def f(x: (y := 1)): pass", "async def f(x: await y): pass", "x: (yield)", "class C:\n x: (a := 1)",
               "def f() -> (yield): pass", "def f(x: [await a for a in b]): pass", "lambda x: int: 1"]:
    try:
        compile(source, "<s>", "exec")
        print("fine", source)
    except SyntaxError as error:
        print(source, "->", error.msg, error.lineno, error.offset, error.end_offset)
