# PEP 696: defaults of type parameters.
def A[T = int, **P = [bytes, float], *Ts = *tuple[int, str]]():
    pass


for parameter in A.__type_params__:
    print(parameter, parameter.has_default(), parameter.__default__)


def f[U: (int, str) = str](x: U) -> U:
    return x


(u,) = f.__type_params__
print(u.__bound__, u.__constraints__, u.__default__, f(5))
type Pair[X, Y = X] = tuple[X, Y]
x, y = Pair.__type_params__
print(x.has_default(), y.has_default(), y.__default__ is x, Pair.__value__)
print(type(x.__default__).__name__)


class Lazy[T = undefined]:
    pass


try:
    print(Lazy.__type_params__[0].__default__)
except NameError as error:
    print(error)
undefined = bytes
print(Lazy.__type_params__[0].__default__)
print(Lazy.__type_params__[0].evaluate_default(1))


class Scoped:
    inner = 5

    class Nested[T = inner]:
        pass

    def method[T = inner](self):
        pass


print(Scoped.Nested.__type_params__[0].__default__, Scoped.method.__type_params__[0].__default__)
for source in ["class C[T = int, U]: pass", "def f[*Ts = int, T]: pass", "type X[**P = [int], T] = int", "class C[T = *a]: pass",
               "class C[*Ts = *a]: pass", "class C[T: int = ]: pass", "class C[T = yield]: pass", "class C[T = (x := 1)]: pass",
               "class C[T = await x]: pass", "class C[*Ts: int]: pass", "class C[**P: int]: pass"]:
    try:
        compile(source, "<s>", "exec")
        print("fine", source)
    except SyntaxError as error:
        print(source, "->", error.msg, error.lineno, error.offset, error.end_offset)
