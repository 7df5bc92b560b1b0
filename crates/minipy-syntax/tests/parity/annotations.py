# Annotated assignments and function annotations.
a: int
b: int = 1
c.d: int
c.d: int = 1
e[f]: str = 'x'
(g): int = 1
(h.i): int
(j): int
k: tuple[int, ...] = 1, 2
l: int = *a, b
m: "forward" = None
n: lambda: 1 = 2
o: int if a else str
def f(a: int, /, b: str = 'x', *args: int, c: int = 1, d, **kwargs: dict) -> None: pass
def g(*args: *Ts) -> tuple[*Ts]: ...
def h() -> (a, b): pass
def i() -> a or b: return
class C:
    x: int
    y: int = 0
    self.z: float
for_: int = yield_
async def j() -> int: await k
p: f'{a}'
q: yield_ = 1
