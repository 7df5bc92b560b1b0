# Every error text of argument binding.
def f0(): pass
def f1(a): pass
def f2(a, b): pass
def f3(a, b, c): pass
def d1(a, b=1): pass
def d2(a=1, b=2): pass
def k1(*, k): pass
def k2(*, k, m): pass
def k3(*, k, m, n): pass
def ak(a, *, k=1): pass
def po(a, b, /): pass
def po2(a, /, b, *, c): pass
def va(a, *args): pass
def kw(a, **kw): pass
def pk(a, /, **kw): pass


class C:
    def m(self): pass
    def m1(self, a): pass
    @classmethod
    def c(cls): pass
    @staticmethod
    def s(): pass
    def none(): pass


CALLS = """f0(1)|f0(1, 2)|f0(a=1)|f1()|f1(1, 2)|f1(1, 2, 3)|f1(1, a=2)|f1(b=1)|f1(1, b=1)|f2()|f2(1)|f2(b=1)|f2(1, 2, 3)|f3()|f3(1)
d1()|d1(1, 2, 3)|d1(b=2)|d2(1, 2, 3)|d2(1, 2, 3, 4)|d2(1, a=2)|d2(c=1)
k1()|k1(1)|k1(k=1, z=2)|k2()|k3()|k3(k=1)|k2(1, 2)|k2(1, k=1, m=1)|ak()|ak(1, 2)|ak(1, 2, k=3)|ak(1, 2, 3)
po()|po(1)|po(a=1, b=2)|po(1, b=2)|po(1, 2, 3)|po2(1)|po2(a=1, b=2, c=3)|po2(1, 2)|po2(1, 2, 3, c=1)
va()|va(b=1)|va(1, a=2)|kw()|kw(1, 2)|kw(1, a=3)|pk(a=1)|pk(1, a=2)|pk(1, 2)
C().m(1)|C().m(1, 2)|C.m()|C().m1()|C().m1(1, 2)|C.c(1)|C.s(1)|C().none()|C(1)|C(x=1)
(lambda x: x)()|(lambda: 0)(1)|(lambda *, a: a)()|f1(*[1, 2])|f1(**{'a': 1, 'b': 2})|f1(**{'zz': 1})|f1(*(), **{})"""
for call in CALLS.replace("\n", "|").split("|"):
    try:
        print(call, "->", eval(call))
    except TypeError as e:
        print(call, "!!", e)
