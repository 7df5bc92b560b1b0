# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""  x|if x:\ny|if x:\n  y\n z|if x:\n  y\n    z|x\n  y|def f():\n\tx\n        y|class C:\nx|for x in y:\nz|while x:\ny|with x:\ny|try:\nx|match x:\ncase 1: pass|if x: pass\nelse:\ny|lambda:|x = (\n1\n|x = \\ 1|\\""")
