# Errors of native calls: number, names and types of arguments.
from _calls import show

show(
    r'''bytes(1, 2)|bytes("a")|bytes(-1)|bytes([256])|bytes(["a"])|bytes(1.0)|bytearray("a")|bytearray([300])|set(1)|'''
    r'''set(1, 2)|set([[]])|frozenset(x=1)|frozenset(1)|object(1)|type()|type(1, 2)|type(1, 2, 3)|type("a", 1, {})|'''
    r'''type("a", (1,), {})|super()|super(1)|super(int, "a")|super(int, 1, 2)'''
)
