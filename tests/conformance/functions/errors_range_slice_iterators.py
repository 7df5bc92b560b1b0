# Errors of native calls: number, names and types of arguments.
from _calls import show

show(
    r'''range()|range(1, 2, 3, 4)|range("a")|range(1.0)|range(1, 2, 0)|range(x=1)|slice()|slice(1, 2, 3, 4)|'''
    r'''enumerate()|enumerate(1)|enumerate([], "a")|enumerate([], 1, 2)|zip(1)|zip([], strict=1, foo=2)|map()|map(1)|'''
    r"filter()|filter(1)|reversed()|reversed(1)|reversed({1})"
)
