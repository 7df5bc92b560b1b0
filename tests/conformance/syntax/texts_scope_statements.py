# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""global x\nx = 1|x = 1\nglobal x|def f():\n x = 1\n global x|def f():\n print(x)\n global x|def f(x):\n global x|def f():\n nonlocal q|def f():\n global x\n nonlocal x|def f(a):\n nonlocal a|class C:\n nonlocal z|def f(x: int):\n x: str\n global x|def f():\n x: int\n global x""")
