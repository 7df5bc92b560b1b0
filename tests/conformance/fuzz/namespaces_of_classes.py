# The order of what a class has: the descriptors come before __doc__ and __hash__.
class C:
    x = 1
    def __eq__(self, o): return True
class S:
    __slots__ = ('b', 'a', '__dict__')
    def __init_subclass__(cls): pass
class D(C):
    "doc"
    def f(self): self.q = 1
class E(Exception): pass
class L(list): pass
class M(type): pass
for c in (C, S, D, E, L, M): print(list(vars(c)))
