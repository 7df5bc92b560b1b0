# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""class C(: pass|class C(a=1, a=2): pass|class 1: pass|class C[T, T]: pass|def f[T=int, U](): pass|def f[]: pass|type X|type X =|type 1 = 2|class C[T: (yield)]: pass|class C[*T: int]: pass""")
