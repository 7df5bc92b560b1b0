# Errors of native calls: number, names and types of arguments.
from _calls import show

show(
    r"property(1, 2, 3, 4, 5)|classmethod()|staticmethod(1, 2)|vars(1)|vars(1, 2)|dir(1, 2)|format()|format(1, 2)|"
    r"format(1, 2, 3)|repr()|repr(1, 2)|ascii()|eval()|eval(1)|exec()|exec(1)|compile()|compile(1)|input(1, 2)|"
    r'''open()|__import__()|__import__(1)|globals(1)|locals(1)|memoryview()|memoryview("a")|breakpoint if 0 else 1'''
)
