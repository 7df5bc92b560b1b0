class P:
    __slots__ = ("x", "y")

    def __init__(self, x):
        self.x = x


p = P(1)
print(p.x, P.x, type(P.x).__name__, hasattr(p, "__dict__"), P.__slots__)
p.y = 2
del p.x
try:
    p.x
except AttributeError as e:
    print(e)


class Q(P):
    pass


q = Q(3)
q.z = 4
print(q.x, q.z, q.__dict__)


class R(P):
    __slots__ = ["w", "__priv", "__dict__", "__weakref__"]


r = R(5)
r.w, r._R__priv, r.any = 6, 7, 8
print(r.w, r.__dict__, r._R__priv)


class S:
    __slots__ = "single"


s = S()
s.single = 1
print(s.single)


class DictSlots:
    __slots__ = {"a": "doc of a", "b": "doc of b"}


print(DictSlots.a.__doc__, DictSlots.__slots__)
class T(P):
    __slots__ = ()
t = T(1)
t.y = 5
print(t.x, t.y, T.__slots__)
class Pt:
    __slots__ = ("a", "b")
    def __init__(self, a, b): self.a = a; self.b = b
    def __eq__(self, o): return (self.a, self.b) == (o.a, o.b)
print(Pt(1, 2) == Pt(1, 2), [Pt(i, i).b for i in range(3)])
try:
    hash(Pt(1, 2))
except TypeError as e:
    print(e)
