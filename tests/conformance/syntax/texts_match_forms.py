# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""match x:|match x: pass|match x:\n case|match x:\n case 1|match x:\n case a.b(): pass|match x:\n case a, a: pass|match x:\n case {**r, 'a': 1}: pass|match x:\n case *a: pass|match x:\n case a | b: pass|match x:\n case a: pass\n case b: pass|match x:\n case 1 + 1: pass|match x:\n case {1: a, 1: b}: pass|match x:\n case C(a=1, a=2): pass|match x:\n case [*a, *b]: pass|match x:\n case -a: pass""")
