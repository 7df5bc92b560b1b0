# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""from __future__ import nope|x = 1\nfrom __future__ import annotations|from __future__ import braces|from __future__ import *""")
