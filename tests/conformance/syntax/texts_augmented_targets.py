# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""x += y += 1|1 += 1|(a, b) += 1|[a] += 1|f() += 1|x: int: str|1: int|(a, b): int|[a]: int = 1|f(): int""")
