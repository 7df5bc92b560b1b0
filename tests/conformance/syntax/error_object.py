try:
    compile("a = 1\nb = (2 +\nc", "file.py", "exec")
except SyntaxError as e:
    print(type(e), e.args)
    print(e.filename, e.lineno, e.offset, repr(e.text), e.end_lineno, e.end_offset, e.msg)
    print(str(e), repr(e))
try:
    compile("if 1:\nx", "f", "exec")
except IndentationError as e:
    print(type(e).__mro__[:3], e.args)
e = SyntaxError("msg", ("f.py", 3, 7, "text here", 3, 9))
print(e, e.lineno, e.offset, e.text, e.end_offset, e.print_file_and_line)
print(SyntaxError("only"), repr(SyntaxError()), SyntaxError("m", ("f", 1, 2, "t")).args)
for args in (("m", 5), ("m", (1, 2)), ("m", ("f", 1, 2, "t", 5)), ("m", ("f", 1, 2, "t", 5, 6, 7))):
    try:
        print(SyntaxError(*args))
    except Exception as x:
        print(type(x).__name__, x)
for mode in ("eval", "single", "exec"):
    for source in ("x = 1", "1 +", "1", "1\n2", "", "if 1: pass"):
        try:
            compile(source, "s", mode)
            print(mode, repr(source), "ok")
        except SyntaxError as e:
            print(mode, repr(source), e)
try:
    compile("1", "s", "bad")
except ValueError as e:
    print(e)
try:
    eval("1 1")
except SyntaxError as e:
    print(e, e.filename)
try:
    compile("\0", "s", "exec")
except SyntaxError as e:
    print(e)
try:
    compile(5, "s", "exec")
except TypeError as e:
    print(e)
