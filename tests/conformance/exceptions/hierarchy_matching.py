class A(Exception): pass
class B(A): pass
class C(B, KeyError): pass
def classify(exc):
    try:
        raise exc
    except C: return "C"
    except (B, OSError): return "B or OSError"
    except A: return "A"
    except LookupError as e: return f"lookup {e!r}"
    except ArithmeticError: return "arithmetic"
    except Exception as e: return f"other {type(e).__name__}"
    except BaseException as e: return f"base {type(e).__name__}"
for e in (A(), B(), C("k"), KeyError(1), IndexError(), ZeroDivisionError(), OverflowError(), ValueError(), FileNotFoundError(), KeyboardInterrupt(), SystemExit(), GeneratorExit(), StopIteration(), A, KeyError, RecursionError(), NotImplementedError(), UnicodeError(), TimeoutError()):
    print(repr(e), classify(e))
matchers = (ValueError, (TypeError, (KeyError, IndexError)))
for e in (KeyError(), IndexError(), TypeError(), ValueError()):
    try:
        try: raise e
        except matchers: print("nested tuple", repr(e))
    except Exception as x: print("error", type(x).__name__, x)
class Meta(type):
    def __instancecheck__(cls, o): return True
    def __subclasscheck__(cls, c): return True
class Never(Exception, metaclass=Meta): pass
try:
    try: raise ValueError("v")
    except Never: print("instancecheck used")
except ValueError: print("instancecheck not used")
for bad in ("x", 5, None, [ValueError], (ValueError, "x"), int):
    try:
        try: raise KeyError
        except bad: print("matched")
    except Exception as e: print(type(e).__name__, e)
try:
    try: raise ValueError
    except undefined_name: pass
except NameError as e: print(e, repr(e.__context__))
class Odd(Exception):
    def __new__(cls, *a): return ValueError("from __new__") if a else super().__new__(cls)
for make in (lambda: Odd(1), lambda: Odd()):
    try: raise make()
    except Exception as e: print(type(e).__name__, e)
class NotExc(Exception):
    def __new__(cls): return 5
try: raise NotExc
except TypeError as e: print(e)
class Fails(Exception):
    def __init__(self): raise KeyError("in init")
try: raise Fails
except KeyError as e: print(repr(e))
def f():
    try: return g()
    except ValueError as e: return ("handled", e.args)
def g():
    try: raise ValueError("g")
    finally: print("cleanup g")
print(f())
e = None
try: raise ValueError("scoped")
except ValueError as e: pass
print("e" in globals())
