import _mod
import _mod as again
from _mod import value, func as renamed
import _pkg
import _pkg.sub
import _pkg.sub.deep as deep
from _pkg import sub, name_in_init
from _pkg.sub import *
import sys

print(_mod is again, value, renamed(), _mod.__name__, _mod.__file__.endswith("_mod.py"), _mod.__doc__, _mod.__package__ == "")
print(_pkg.__name__, _pkg.__package__, len(_pkg.__path__), _pkg.sub.__name__, deep.where, sub is _pkg.sub, name_in_init)
print(exported, "_hidden" in globals(), "not_in_all" in globals())
print("_mod" in sys.modules, "_pkg.sub.deep" in sys.modules, sys.modules["_mod"] is _mod)
_mod.value = 5
import _mod
print(_mod.value, value)
del sys.modules["_mod"]
import _mod as fresh
print(fresh is _mod, fresh.value)
print(type(_mod).__name__, repr(_mod).startswith("<module '_mod' from '"), repr(sys), _mod.__spec__.name, _mod.__loader__ is not None)
print("_broken" in sys.modules, "_raises" in sys.modules)
import _circular_a
print(_circular_a.done, _circular_a._circular_b.seen)
print(__import__("_pkg.sub") is _pkg, __import__("_pkg.sub", fromlist=["x"]) is _pkg.sub, __name__, __file__.endswith("modules.py"), __package__, __spec__)
print(_pkg.relative.result)
try:
    _mod.missing
except AttributeError as e:
    print(e)
import _getattr_mod
print(_getattr_mod.anything, _getattr_mod.real)
from _getattr_mod import dynamic
print(dynamic)
print([n for n in dir(_mod) if not n.startswith("__")], dir(_getattr_mod))
