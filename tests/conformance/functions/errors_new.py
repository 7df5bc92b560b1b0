# __new__ called with another class: what is refused, and in which words.
import sys


class A: pass
class I(int): pass
class E(ValueError): pass
class L(list): pass
class N(int):
    def __new__(cls): return int.__new__(cls)


def attempt(text):
    try:
        print(text, type(eval(text)).__name__)
    except Exception as e:
        print(text, type(e).__name__, e)


for text in (
    "ValueError.__new__(KeyError)|ValueError.__new__(E)|object.__new__(int)|object.__new__(I)|object.__new__(L)|"
    "object.__new__(N)|int.__new__(bool)|int.__new__(I)|int.__new__(N)|list.__new__(dict)|object.__new__(A)|"
    "object.__new__()|object.__new__(1)|Exception.__new__(OSError)|Exception.__new__(E)|BaseException.__new__(OSError)|"
    "BaseException.__new__(KeyError)|Exception.__new__(ExceptionGroup, 'a', [ValueError()])|object.__new__(type)|"
    "tuple.__new__(type(sys.version_info))|object.__new__(E)|OSError.__new__(FileNotFoundError)|LookupError.__new__(KeyError)|"
    "SyntaxError.__new__(IndentationError)|ImportError.__new__(ModuleNotFoundError)|object.__new__(range)|N()"
).split("|"):
    attempt(text)
print([c.__name__ for c in (ValueError, KeyError, OSError, FileNotFoundError, ExceptionGroup, StopIteration, TypeError, UserWarning)
       if "__new__" in vars(c)])
print(ExceptionGroup.__mro__, ExceptionGroup.__bases__)
