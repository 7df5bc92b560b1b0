# The text of an error in a string has its line end only if no line behind it was read.
for source in (
    "a = 1\nb = (2 +\nc", "a = 1\nb = (2 +\n", "b = (2 +", "b = (2 +\nc\nd\n", "x = (\n\n\n", "x = [1,\n2,\n\n", "f(1\n  2)\n",
    "b = (\n1 2\n)\n", "x = (1\ny = 2\nz\n", "class A:\n def f(\n pass\n", "b = (2 +\\\nc", "b = {1:2\n\n# c\n",
    "print(\n  (1,\n", "for x in (1\n:\n", "with (open(\n) as f:\n", "x = 2 +\ny\n", "a b\n", "a b", "(]\nx", "1 +\n",
):
    try:
        compile(source, "file.py", "exec")
    except SyntaxError as e:
        print(repr(source), e.args)
