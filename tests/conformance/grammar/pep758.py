# PEP 758: except and except* without parentheses.
def try_it(error):
    try:
        raise error
    except ValueError, TypeError:
        return "plain"
    except KeyError, IndexError,:
        return "trailing"
    except (OSError, EOFError) as e:
        return repr(e)


for error in ValueError(1), TypeError(2), KeyError(3), IndexError(4), OSError(5), EOFError():
    print(try_it(error))
try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2), KeyError(3)])
except* ValueError, KeyError:
    print("star")
except* (TypeError,) as group:
    print(repr(group))
for source in ["try: pass\nexcept A, B as c: pass", "try: pass\nexcept* A, B as c: pass", "try: pass\nexcept A, : pass", "try: pass\nexcept , A: pass",
               "try: pass\nexcept *a, b: pass", "try: pass\nexcept* : pass", "try: pass\nexcept A: pass\nexcept* B: pass", "try: pass\nexcept (A, B), C: pass"]:
    try:
        compile(source, "<s>", "exec")
        print("fine", repr(source))
    except SyntaxError as error:
        print(repr(source), "->", error.msg, error.lineno, error.offset, error.end_offset)
