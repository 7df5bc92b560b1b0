# Texts and positions of syntax errors. Cases are separated by "|".
from _cases import show

show(r"""except: pass|finally: pass|else: pass|elif x: pass|case 1: pass|try: pass\nexcept: pass\nexcept A: pass|try: pass\nexcept A: pass\nexcept* B: pass|try: pass\nexcept*: pass|try: pass\nelse: pass|try: pass\nexcept A, B as c: pass|try: pass\nexcept* A: break|for x in y:\n try: pass\n except* A: break|def f():\n try: pass\n except* A: return""")
