# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""def f(a, a): pass|def f(a=1, b): pass|def f(*): pass|def f(*, **k): pass|def f(**k, a): pass|def f(*a, *b): pass|def f(a, /, b, /): pass|def f(/): pass|def f(None): pass|def f((a, b)): pass|def f(1): pass""")
