def attempt(source, mode="exec"):
    try:
        compile(source, "<deep>", mode)
        return True
    except (SyntaxError, RecursionError, MemoryError) as e:
        return True


# Whether CPython refuses depends on its C stack; what counts is that both return.
N = 10_000
print([attempt("x = " + op * N + "1") for op in ("-", "+", "~", "not ", "- + ~ ")])
print([attempt("1" + op * N) for op in (" + 1", " * 1", " ** 1", " and 1", " or 1", " < 1", " if 1 else 1", " @ 1", ".x", ", 1", " == 1")])
print([attempt(w * N + "1") for w in ("lambda: ", "await ", "yield ", "*")])
print(attempt("".join("if 1:\n".rjust(6 + i) for i in range(300)) + " " * 300 + "pass\n"))
print(attempt("if 0: pass\n" + "elif 0: pass\n" * 3000 + "else: pass\n"), attempt("a = " * N + "1"), attempt("x\n" * N), attempt("x;" * N))
print(attempt("@d\n" * 3000 + "def f(): pass"), attempt("def f(): " + "x;" * 3000), attempt("class C: pass\n" * 3000), attempt("import a" + ".b" * N), attempt("global " + ", ".join(f"v{i}" for i in range(3000))))
print(attempt("match x:\n case " + "[" * 150 + "]" * 150 + ": pass"), attempt("match x:\n case " + "1 | " * 3000 + "2: pass"))
print(sum(eval("[" + "1," * 20000 + "]")), eval("+".join(["1"] * 900)), eval("1" + " < 2" * 1 + " < 3"))
print(eval("(lambda " + ", ".join(f"a{i}=1" for i in range(1000)) + ": a999)()"), len(eval("f(" + "1," * 3000 + ")", {"f": lambda *a: a})))
s = "def f(x):\n" + "".join(f" if x == {i}: return {i * 2}\n" for i in range(1000))
exec(s)
print(f(999), f(5), f(-1))
s = "def many():\n" + "".join(f" v{i} = {i}\n" for i in range(2000)) + " return v1999 + v0\n"
exec(s)
print(many())
print(eval("'" + "a" * 100000 + "'") == "a" * 100000, len(eval("'a' " * 5000)), eval("1" * 4000) % 97)
