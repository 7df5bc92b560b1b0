import sys


def show(code):
    try:
        exec(compile(code, "<code>", "exec"), {})
    except BaseException as e:
        sys.excepthook(type(e), e, e.__traceback__)


for code in ("assert False, 'msg'", "assert 1 == 2", "raise ValueError", "raise ValueError()", "raise ValueError('')", "raise KeyError('k')", "raise SystemExit(3)",
             "del x", "import nope", "from math import nope", "import math.nope", "a, b = 1, 2, 3", "for i in 5: pass", "with 5: pass", "x: int = y", "class C(5): pass", "raise StopIteration(1)",
             "def f(): f()\nf()", "raise KeyboardInterrupt", "raise OSError(2, 'm', 'f')", "raise type('Local', (Exception,), {})('text')", "raise type('Str', (Exception,), {'__str__': lambda s: 1/0})", "raise UnicodeDecodeError('utf8', b'x', 0, 1, 'r')",
             "class E(Exception):\n  __module__ = 'mod'\nraise E('x')", "x = (1 +", "raise BaseException", "raise Exception(1, 2)", "raise ImportError('m', name='n')", "1\n\n\n1/0", "[][1]", "''.x", "prnt(1)", "import sys\nsys.pth", "class A:\n  color = 1\nA().colour", "lenght = 1\nlength"):
    show(code)
    print("--", file=sys.stderr)
