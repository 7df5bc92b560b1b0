def show(cases):
    for case in cases.split("|"):
        case = case.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")
        try:
            compile(case, "<case>", "exec")
            print(repr(case), "ok")
        except SyntaxError as e:
            print(repr(case), type(e).__name__, e.msg, (e.lineno, e.offset, e.end_lineno, e.end_offset))
