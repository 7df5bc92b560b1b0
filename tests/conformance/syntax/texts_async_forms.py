# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""async|async x|async def|async for x in y: pass|async with x: pass|await|[x async for x in y]|async def f():\n yield from x|async def f():\n yield 1\n return 2|def f():\n async with x: pass|def f():\n await x|async lambda: 1""")
