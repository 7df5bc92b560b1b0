import sys


def fails():
    print(sys._getframe(1).f_code.co_name, sys._getframe(2).f_code.co_name, sys._getframe(3).f_code.co_name)
    raise ValueError("in a module")


fails()
