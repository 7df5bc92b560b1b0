# PEP 695 and 696
def first[T](items: list[T]) -> T:
    return items[0]


class Box[T, *Ts, **P]:
    def __init__(self, v: T) -> None:
        self.v = v

    def get[U](self, d: U) -> T | U:
        return self.v or d


type Alias = int | str
type Pair[A, B = int] = tuple[A, B]
type Recursive = list[Recursive] | None

print(first([1, 2]), Box(3).get(4))
print(first.__type_params__, Box.__type_params__)
print([type(p).__name__ for p in Box.__type_params__], Box.get.__type_params__)
print(Alias, type(Alias).__name__, Alias.__name__, Alias.__value__, Alias.__type_params__)
print(Pair.__type_params__, Pair.__value__, Recursive.__value__)
T = first.__type_params__[0]
print(T.__name__, T.__bound__, T.__constraints__, T.__covariant__, T.__infer_variance__, T.has_default())


def bounded[S: str, N: (int, float), D = bool](s: S, n: N) -> D: ...


for p in bounded.__type_params__:
    print(p, p.__bound__, p.__constraints__, p.has_default(), p.__default__ if p.has_default() else "-")
print(Pair[str, bool], Box.__mro__[1].__name__, Box.__parameters__)
type Lazy = undefined_name
try:
    Lazy.__value__
except NameError as e:
    print(e)


class Outer[T]:
    attr = T

    def method[T](self) -> T:
        return T

    type Inner = T


print(Outer.attr is Outer.__type_params__[0], Outer().method() is Outer.method.__type_params__[0], Outer.Inner.__value__)
print(first.__name__, first.__qualname__, Box.get.__qualname__)
try:
    Alias.x = 1
except AttributeError as e:
    print(e)
