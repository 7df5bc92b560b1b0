# The errors of classes/object_methods.
o = object()
class A:
    def __init__(self): self.x = 1
a = A()
for code in ("object.x = 1", "type.x = 1", "o.x = 1", "object.__new__(type)", "object.__new__(A, 1)", "type.__new__(type)", "type('a\\0b', (), {})", "type('A', (), {1: 2}) and None", "type('A', (), None)", "type(5, (), {})", "A.__class__ = int", "a.__class__ = int", "a.__class__ = type"):
    try:
        exec(code)
        print("ok", code)
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
