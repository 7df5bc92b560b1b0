"""Errors that fuzzing found with another text or place, and texts that compile, or do not, against first sight."""

CASES = [
    # An escape error is placed at the token that was read last.
    "a '\\x' b",
    "e'\\N{H}'",
    "('\\N{H}'",
    'f"a{{\\N{DASH}}}\\x"',
    "b'é'\\:",
    # The column behind a backslash counts from an earlier line if a token began there.
    "'\\\n'\\' ,,,",
    "x = '''\n a''' + b\\ d",
    # f-strings that end too early leave their braces open.
    '(f"{n:")',
    '(f"{:")(}',
    "f'{\n(as):'",
    "f'{q:{c}\n'",
    "f'{_:",
    # Literals that do not go together.
    "''\"\"t'{x}'",
    "k f'{x}'t'{x}'",
    "''b''f'{with",
    # Operators and numbers.
    "0or",
    "d<>=b",
    # Places over several lines.
    '{"":"","""\nabcd""" +1}',
    "print(fi, ﬁ\"\"()\n𝔘=(",
    "try x\na b",
    # The parts of an annotated index are looked at one by one.
    "e[1, *_]: int",
    "e[(1, *_)]: int",
    "e[*_]: int = 1",
]

for case in CASES:
    try:
        compile(case, "f", "exec")
    except SyntaxError as e:
        print(ascii(case), e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
    else:
        print(ascii(case), "compiles")

print(0 if 07else 1, f"{'a':{'>'}{5}}")


def seen(value):
    print("seen", value)
    return value


holder = {}
holder[seen(1):seen(2), seen(3)]: int

# A docstring must have a UTF-8 form.
for text in ["'\\ud800'", "def f():\n    'a\\ud800\\udc00b'", "class C:\n    '\\udfff'"]:
    try:
        compile(text, "f", "exec")
    except UnicodeEncodeError as e:
        print(e.args)
    compile(text, "f", "exec", optimize=2)
