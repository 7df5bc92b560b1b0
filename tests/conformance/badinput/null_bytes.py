import _thread
for source in ("x = 1\0", "\0", "'a\0b'", "# comment \0", "x\0y", b"x = 1\0", b"\0"):
    for mode in ("exec", "eval"):
        try:
            compile(source, "<nul>", mode)
            print(repr(source), mode, "ok")
        except (SyntaxError, ValueError) as e:
            print(repr(source), mode, type(e).__name__, e)
for source in (b"x = '\xff'", b"\xff\xfe", b"# -*- coding: nope -*-\nx", b"# coding: ascii\n'\xc3\xa9'", b"\xef\xbb\xbfx = 1", b"# coding: latin-1\ny = '\xe9'", b"\xef\xbb\xbf# coding: latin-1\nx", b"# coding: utf-8\nz = '\xc3\xa9'", b"\n# coding: latin-1\nw = '\xe9'", b"\n\n# coding: latin-1\nw = '\xe9'", b"'\xc3'", b"'\xed\xa0\x80'"):
    try:
        ns = {}
        exec(compile(source, "<bytes>", "exec"), ns)
        print(source, sorted((k, v) for k, v in ns.items() if k != "__builtins__"))
    except (SyntaxError, ValueError, NameError) as e:
        print(source, type(e).__name__, e)
for f in (lambda: int("1\0"), lambda: float("1\0"), lambda: "a\0b".upper(), lambda: "a\0b" == "a", lambda: getattr(1, "a\0"), lambda: type("a\0", (), {}), lambda: complex("1\0"), lambda: {"a\0": 1}["a\0"], lambda: eval("1\0"), lambda: __import__("a\0b"), lambda: "\0".join("ab"), lambda: "\ud800".encode(), lambda: exec("\ud800 = 1"), lambda: compile("'\ud800'", "f", "eval") and "lone surrogate in source"):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)
