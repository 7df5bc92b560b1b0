# The errors of bool/basics.
for code in ("bool(1, 2)", "True.x = 1", "class B(bool): pass", "True + 'a'", "True < 'a'", "True()", "True[0]", "len(True)", "bool.__new__(int)", "True = 1"):
    try:
        exec(code)
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
import sys
