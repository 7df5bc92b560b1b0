# Generic functions and classes and type aliases (PEP 695, PEP 696).
type A = int
type B[T] = list[T]
type C[T: int] = T
type D[T: (int, str)] = T
type E[*Ts] = tuple[*Ts]
type F[**P] = Callable[P, int]
type G[T = int] = T
type H[T: int = bool] = T
type I[*Ts = *tuple[int, str]] = Ts
type J[*Ts = Unpack[tuple[int]]] = Ts
type K[**P = [int, str]] = P
type L[T, *Ts, **P] = T
type M[T: (int, str) = int, *Ts = *X, **P = Y,] = T
type N = A | B[int]
type \
    O = int
def a[T](x: T) -> T: return x
def b[T: int, *Ts, **P](x: T, *args: *Ts, **kw: P.kwargs): pass
def c[T = int](): pass
def d[T: (int, str) = int](x): pass
async def e[T](x: T): pass
class F[T]: pass
class G[T](A, B[T]): pass
class H[T: int = bool, *Ts = *tuple[()], **P = ...](metaclass=M): pass
def f[T: lambda: 1](): pass
def g[T = lambda: 1](): pass
def h[T: "str" = f"{x}"](): pass
def i[T: int if a else b](): pass
class J[
    T,
    U: int,
]: pass
type P[T] = (yield_ for x in T)
type Q = lambda: T
@a
def j[T](): pass
