# Deep nesting ends in CPython's exception or works; never in a crash.
def attempt(label, source, mode="exec"):
    try:
        compile(source, "<deep>", mode)
        return "ok"
    except (SyntaxError, RecursionError, MemoryError) as e:
        return type(e).__name__


N = 10_000
for open_, close in ("()", "[]", "{}"):
    print(open_, attempt(open_, "x = " + open_ * N + close * N), attempt(open_, open_ * N))
try:
    compile("(" * 300 + ")" * 300, "<deep>", "exec")
except SyntaxError as e:
    print(e)
print(attempt("100", "(" * 100 + "1" + ")" * 100))
print(eval("[" * 90 + "]" * 90))
print(attempt("index", "x" + "[0" * N + "]" * N), attempt("call", "f(" * N + ")" * N), attempt("set", "{1," * N + "}" * N), attempt("dict", "{1:" * N + "1" + "}" * N), attempt("mixed", "([{1:" * N + "1" + "}])" * N))
print(attempt("fstring", 'f"{' * 200 + "1" + '}"' * 200))
