"""A text for the prompt or for eval has no line end that it lacks, and its tokenizer ends in other ways."""
from _show import show

show(
    [
        # A statement that needs a second line end.
        "if 1: pass", "if 1: pass\n", "if 1:\n pass", "if 1:\n pass\n", "async with a:\n b", "if a:\n b\nelse:\n c",
        "def f():\n  return\n  ", "def f():\n  return\n ", "if a:\n b\n#", "if a: b\n#", "if a: b\n ", "if a: b #",
        # Blanks in a last line without line end.
        "1\n ", " ", "\n ", "1\n #", "\t", "",
        # Places at the end.
        "if a:", "for b in c:", "while d", "1 +", "x = (", "'a' b'b'", "def f():\n  if a:\n    b\n   c",
        # A backslash at the end is followed by no line end.
        "\\", "a \\", "a \\\n", "(\\", "[a,\n b, \\",
        # Only one statement.
        "a\nb", "a; b", "'\\q'\n'\\w'", "1\n2if 3else 4",
        "return", "a b", "import", "import ", "from a import", "f(a=1, a=2)",
    ],
    ("exec", "single", "eval"),
)
