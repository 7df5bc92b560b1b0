# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""'abc|"abc|'''abc|f'{|f'{}'|f'{a'|f'{a!}'|f'{a!x}'|f'}'|f'{a:{b}'|f'{a b}'|f'{*a}'|f'{**a}'|f'{lambda x: 1}'|f'{a!r x}'|f'{=}'|f'{!r}'""")
