import sys, math as m, time as t
from math import pi, e as euler, sqrt
from math import (floor,
                  ceil,)
print(m.floor(pi), round(euler, 3), sqrt(16), floor(1.5), ceil(1.5))
a = 1; b = 2; print(a, b)
if a: print("one line"); print("two")
class Empty: pass
class Doc:
    "docstring"
    x = 1; y = 2
def doc():
    """Function doc."""
def nodoc():
    f"""not a doc"""
print(Doc.__doc__, doc.__doc__, nodoc.__doc__, Empty.__doc__)
print(doc(), (lambda: (yield))().__class__.__name__)
\
x = 1 + \
    2
print(x)
def many(a, b, /, c, d=1, *, e, f=2, **g): return a, b, c, d, e, f, g
print(many(1, 2, 3, e=5), many(1, 2, c=3, d=4, e=5, f=6, h=7))
def default(x=[], y={}):
    x.append(1); return x
print(default(), default())
async def co(): return [i async for i in agen()], {i async for i in agen()}
async def agen():
    yield 1
    yield 2
try:
    co().send(None)
except StopIteration as e:
    print(e.value)
global top
top = 5
print(top, __debug__, __doc__)
	
  # odd indentation in a comment
if True:
	tab = 1
	print("tab", tab)
def one_line(): return 1; print("never")
print(one_line())
try: print("try"); raise ValueError
except ValueError: print("except")
finally: print("finally")
print([
    1,
    2  # comment
    , 3
])
while 0: pass
else: print("while else")
for _ in []: pass
print(end="no newline at the end")
