"""The text of an error has a line end if the tokenizer still holds the line, and none for what the compiler finds."""
from _show import show

show(
    [
        "a b\n", "a b", "a b \"\\\n c\"\n", "x = (1,\n 2 3)\n", "x = (1\n\n\n", "if a:\nb\n", "a\n  b\n", "x = '''\n''' 1\n2",
        "a = 1 +\\\n 2 3\nb", "f'{1:d\n}'", "a = f'''\n{1\n", "f'{(1_a)}'", "if a:\r", "if a:\r\n", "if a:\r\r", "if a:\r\n\r",
        "class A:\n\n\n", "(a\n", "(a", "[a,\n b\n c\n d]",
        "def f(a, a): pass\n", "f(a=1, a=2)\n", "return\n", "lambda a, a: 1\n",
        "match a:\n case f'': pass\n", "match a:\n case f'{b}' 'c': pass\n", "match a:\n case {'': 1, f'': _}: pass\n",
        "match a:\n case {1: f''}: pass\n", "match a:\n case {1: [f'']}: pass\n",
    ],
    ("exec", "eval"),
)
