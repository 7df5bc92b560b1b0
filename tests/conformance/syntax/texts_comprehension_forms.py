# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""[x for]|[for x in y]|[x for x]|[x, y for x in z]|{x: y for}|{**a for a in b}|[*a for a in b]|(x for x in)|{x for x in y, z}|[x = 1 for x in y]""")
