import sys
import __main__

print(__main__ is sys.modules["__main__"], __main__.__name__)
x = 1
print(__main__.x)
__main__.y = 2
print(y)
print(sorted(n for n in globals() if n.startswith("__")))
print(__builtins__.len is len, __debug__, __doc__, __loader__ is not None, __spec__, __annotations__ if "__annotations__" in globals() else "no annotations")
import builtins
builtins.added = "from builtins"
print(added)
del builtins.added
try:
    added
except NameError as e:
    print(e)
builtins.len = lambda o: "patched"
print(len([]))
M = type(sys)
m = M("made", "doc")
print(m, m.__doc__, m.__dict__, m.__name__)
m.v = 1
print(m.v, vars(m)["v"])
try:
    m.nope
except AttributeError as e:
    print(e)
try:
    M()
except TypeError as e:
    print(e)
del m.__name__
try:
    m.nope
except AttributeError as e:
    print(e)
