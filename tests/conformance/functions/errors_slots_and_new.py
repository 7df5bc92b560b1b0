# Errors of native calls: number, names and types of arguments.
from _calls import show

show(
    r'''(1).__add__()|(1).__add__(1, 2)|[].__getitem__()|[].__len__(1)|object().__eq__()|int.__add__("a", 1)|'''
    r"str.upper(1)|list.append(1, 2)|dict.fromkeys()|dict.fromkeys(1)|int.__new__()|int.__new__(1)|int.__new__(str)|"
    r"object.__new__()|object.__new__(int)|object().__init__(1)|object.__reduce_ex__()"
)
