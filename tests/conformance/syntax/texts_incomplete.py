# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""x = = 1|x +|(1, 2|[1, 2|{1: 2|f(|def|def f|def f(|def f():|class|class C|class C:|if|if x|if x:|while|for|for x|for x in|for x in y""")
