# The errors of classes/slots.
class P:
    __slots__ = ("x", "y")

    def __init__(self, x):
        self.x = x
p = P(1)
for code in ("p.y", "p.z = 1", "del p.y", "p.z", "P.x.__get__(5)", "p.__dict__"):
    try:
        exec(code)
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
p.y = 2
del p.x
class Q(P):
    pass
q = Q(3)
q.z = 4
class R(P):
    __slots__ = ["w", "__priv", "__dict__", "__weakref__"]
r = R(5)
r.w, r._R__priv, r.any = 6, 7, 8
class S:
    __slots__ = "single"
s = S()
s.single = 1
class DictSlots:
    __slots__ = {"a": "doc of a", "b": "doc of b"}
for code in ("class X:\n __slots__ = ('a',)\n a = 1", "class X:\n __slots__ = (1,)", "class X:\n __slots__ = ('a b',)", "class X(int):\n __slots__ = ('a',)",
             "class X:\n __slots__ = ('a', 'a')\nprint(X.a)", "class X(P, DictSlots): pass", "class X:\n __slots__ = ('__dict__', '__dict__')", "class X(tuple):\n __slots__ = ()\nprint(X((1, 2)))", "class X(P):\n __slots__ = ('x',)\nx = X(1); print(x.x)", "class X(str):\n __slots__ = ('a',)\nx = X('s'); x.a = 1; print(x.a, x)",
             "a, b = P(1), Q(1)\nb.__class__ = P", "class E1:\n __slots__ = ()\nclass E2:\n __slots__ = ()\nclass E3(E1, E2): pass\nprint(E3.__mro__[1])"):
    try:
        exec(code)
    except Exception as e:
        print(type(e).__name__, e)
class T(P):
    __slots__ = ()
t = T(1)
t.y = 5
class Pt:
    __slots__ = ("a", "b")
    def __init__(self, a, b): self.a = a; self.b = b
    def __eq__(self, o): return (self.a, self.b) == (o.a, o.b)
