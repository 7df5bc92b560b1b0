class C:
    colour = 1
    _private = 2
    def method(self): pass
    def __init__(self): self.value = 1
def show(code):
    try: exec(code, globals())
    except Exception as e:
        import sys
        sys.excepthook(type(e), e, None)
for code in ("C().color", "C().metod()", "C().valeu", "C().zzzzzzzz", "C.colur", "pritn(1)", "lenn([])", "import math; math.sqr(4)", "import math; math.squareroot", "from math import sqr", "from math import nopenope", "[].apend(1)", "''.joins", "{}.item()", "tru", "none", "Tru", "self", "import sys; sys.versoin", "os", "time.sleep", "C().private", "xrange", "(1).bit_lenght", "lambda: 0; undefined_thing"):
    show(code)
def f():
    length = 1
    return lenght
def g():
    class K:
        def blech(self): return bluch
        bluch = 1
        def m(self): return value
    K().m()
def h():
    counter = 0
    def inner(): return countr
    return inner()
import sys
for fn in (f, g, h):
    try: fn()
    except NameError as e: sys.excepthook(type(e), e, None)
class M:
    def __init__(self): self.attr = 1
    def go(self): return attr
try: M().go()
except NameError as e: sys.excepthook(type(e), e, e.__traceback__)
print(NameError("name 'x' is not defined", name="x").name)
