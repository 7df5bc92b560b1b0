# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""a[|a[]|a[1:2:3:4]|a[*]|a[**b]|{1:}|{:1}|{1: 2, 3}|{1, 2: 3}|{**}|{*}|(*a)|*a|*a = 1|*a, *b = 1|print(*)|(**a)|x = *a|return *a|a.1|a.|.a|@|@a|@a\nx""")
