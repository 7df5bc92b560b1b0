# -W error turns the warnings of the parser and the compiler into syntax errors.
for source in ['x = "\\d"', 'x = "\\777"', "x is 1", "1 is x", 'x is not ""', "assert (1, 2)",
               "def f():\n  try: pass\n  finally: return 1", "for x in y:\n  try: pass\n  finally: break",
               "1if 1 else 2", "0x1for x in y", "1_0and 2", "1.5or 2", "1jif 1 else 2", "1()", '"a"()', '[1]["a"]', '"abc"[1.0]', "(1)[2]", "[1,](2)",
               'x = """a\n\\d"""', "y = (\n  1is 2)"]:
    try:
        compile(source, "<s>", "exec")
        print("fine", ascii(source))
    except SyntaxError as error:
        print(ascii(source), "->", error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset, ascii(error.text))
    except Warning as error:
        print(ascii(source), "->", type(error).__name__, error)
