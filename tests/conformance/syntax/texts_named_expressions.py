# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""x := 1|(x := 1) = 2|(a.b := 1)|(a[0] := 1)|((a, b) := 1)|f(x := 1, y := 2) = 1|[x := 1 for x in y]|[y := 1 for x in (y := 2)]|(x := y := 1)|def f(a := 1): pass""")
