# Errors of native calls: number, names and types of arguments.
from _calls import show

show(
    r'''pow()|pow(1)|pow(1, 2, 0)|pow("a", 1)|pow(2, -1, 4)|divmod(1)|divmod(1, 0)|divmod("a", 1)|round()|round("a")|'''
    r'''round(1.5, "a")|float("x")|float(1, 2)|float([])|float(x=1)|complex("x")|complex("1", 2)|complex(1, "2")|'''
    r"complex([])|bool(1, 2)|bool(x=1)"
)
