# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""1 = x|None = 1|True = 1|f() = 1|a + b = 1|(a, 1) = x|[a, f()] = 1|a.b() = 1|lambda: 1 = 2|x = yield = 1|... = 1|"s" = 1|{} = 1""")
