import sys


def hook(t, v, tb):
    print("hook", t.__name__, v, tb.tb_lineno)


print(sys.excepthook is sys.__excepthook__)
sys.excepthook = hook
try:
    sys.excepthook(1, 2, 3)
except AttributeError as e:
    print(e)
1 / 0
