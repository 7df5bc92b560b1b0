import sys

for args in ((), (None,), (0,), (1,), ("text",), (1.5,), ([1],), (True,)):
    try:
        sys.exit(*args)
    except SystemExit as e:
        print(repr(e), repr(e.code), e.args)
try:
    sys.exit(1, 2)
except TypeError as e:
    print(e)
try:
    exit
except NameError:
    print("no exit")
try:
    raise SystemExit
except BaseException as e:
    print(isinstance(e, Exception), e.code)
import gc
class D:
    def __del__(self): print("del at exit")
d = D()
sys.stdout.write("no newline")
raise SystemExit({"a": 1})
