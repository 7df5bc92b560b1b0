# The errors of int/conversion.
for code in ("(256).to_bytes(1)", "(-1).to_bytes(2)", "(1).to_bytes(-1)", "(128).to_bytes(1, signed=True)", "int.from_bytes(5)", "int.from_bytes(b'1', 'x')", "int.from_bytes('a')"):
    try:
        print(code, eval(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
class I:
    def __index__(self): return 11
class T:
    def __trunc__(self): return 12
class N:
    def __int__(self): return 13
class B:
    def __int__(self): return True
class Bad:
    def __int__(self): return "x"
