# Errors of native calls: number, names and types of arguments.
from _calls import show

show(
    r'''int("1", base="a")|int(1, base=2)|str(1, 2, 3, 4)|str(foo=1)|list(1, 2)|list(x=1)|tuple(1)|tuple([], 1)|'''
    r"dict(1)|dict([1])|dict([(1,)])|dict(1, 2)|dict([], [])"
)
