# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""0777|0x|0b2|0o8|1__0|1_|0_|1e|1.e|0xg|1a|1_a|0b1_|1.2.3|1jx|123abc|0b12""")
