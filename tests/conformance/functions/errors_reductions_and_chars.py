# Errors of native calls: number, names and types of arguments.
from _calls import show

show(
    r'''max()|max(1)|max([])|max(1, 2, foo=1)|max([], default=1)|max(1, 2, default=3)|min(1, "a")|sum()|sum(1)|'''
    r'''sum([], "")|sum(["a"])|sum([[1]], [])|any()|any(1)|all(1)|ord()|ord("ab")|ord(1)|ord(b"ab")|chr()|chr("a")|'''
    r'''chr(-1)|chr(1.0)|bin("a")|hex(1.0)|oct()'''
)
