# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""f(a=1, a=2)|f(a=1, 2)|f(**k, *a)|f(**k, 1)|f(x for x in y, 1)|f(1, x for x in y)|f(a.b=1)|f(True=1)|f(1=2)|f(a, b=)|f(=1)""")
