# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""'\x4'|'\u12'|'\U1234'|b'\x4'|b'é'|'\N{x}'|'\N'|'a' b'b'|t'a' 'b'|f'a' b'b'""")
