def f():
    import math
    from math import pi as p
    return math.floor(p)


def g():
    import _pkg.sub
    return _pkg.sub.exported


class C:
    import math
    from math import pi


print(f(), g(), C.math.sqrt(4), round(C.pi, 2))
try:
    exec("def h():\n from math import *")
except SyntaxError as e:
    print(e)
ns = {}
exec("from math import *", ns)
print("sqrt" in ns, "__name__" in ns)
import sys as system, math as m, _pkg.sub as s
print(system.__name__, m.__name__, s.__name__)
from _pkg import (sub,
                  name_in_init as n)
print(n)
sys_path_is_list = isinstance(system.path, list)
print(sys_path_is_list, system.path[0] == __file__.rsplit("/", 1)[0])
system.modules["fake"] = 42
import fake
print(fake)
system.modules["blocked"] = None
try:
    import blocked
except ModuleNotFoundError as e:
    print(e)
class Fake:
    x = 1
system.modules["obj"] = Fake
from obj import x
import obj
print(x, obj)
try:
    from obj import y
except ImportError as e:
    print(e)
