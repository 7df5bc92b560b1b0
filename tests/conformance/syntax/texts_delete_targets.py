# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""del 1|del f()|del a + b|del (a, 1)|del|del *a|for 1 in x: pass|for f() in x: pass|with a as 1: pass|with a as f(): pass""")
