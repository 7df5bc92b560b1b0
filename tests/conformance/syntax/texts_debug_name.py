# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""__debug__ = 1|def f(__debug__): pass|del __debug__|f(__debug__=1)|a.__debug__ = 1|import __debug__|class __debug__: pass|(__debug__ := 1)""")
