# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""return|yield 1|await x|break|continue|nonlocal x|global|raise x from|raise from x|assert|try: pass|try:""")
