# The errors of classes/dunder_attributes.
class A:
    """Doc."""
    a: int = 1
    def m(self, x): "m doc"
    class B: pass
    l = lambda self: 0
A.__name__ = "Renamed"
A.__doc__ = "new doc"
A.__module__ = "mod"
for code in ("A.__name__ = 'a\\0'", "A.__qualname__ = 5", "del A.__module__", "A.__dict__ = {}", "A.__mro__ = ()", "A.__class__ = 5", "A.__bases__ = (int,)", "A.__bases__ = 5", "A.__base__ = 5", "del A.__doc__", "A.__abstractmethods__", "A.__annotations__ = 5", "A.__annotations__ = {'z': 1}; print(A.__annotations__)", "A.__annotations__ = None; print(A.__annotations__)"):
    try:
        exec(code)
        print(code, "ok")
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
class S:
    __slots__ = ("a", "__dict__")
s = S()
s.a, s.b = 1, 2
class X:
    __hash__ = None
    __name__ = "instance name"
    __module__ = "elsewhere"
    __qualname__ = "Q.X"
x = X()
x.__class__ = A if False else X
x.__dict__ = {"q": 1}
x.__dict__["r"] = 2
for code in ("x.__dict__ = 5", "del x.__dict__", "x.__class__ = int", "x.__class__ = 5", "del x.__class__", "x.__doc__ = 'd'; print(x.__doc__, X.__doc__)", "x.__module__"):
    try:
        exec(code)
        print(code, "ok")
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
