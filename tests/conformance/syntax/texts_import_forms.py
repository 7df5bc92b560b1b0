# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""import|import a.|import a as|import a as b.c|from|from a|from a import|from . import|from a import (|from a import *, b|import *|from a import b,""")
