# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""lambda a, a: 1|lambda *: 1|lambda a=1, b: 1|lambda: (yield)|lambda None: 1""")
