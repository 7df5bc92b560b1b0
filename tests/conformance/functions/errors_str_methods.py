# Errors of native calls: number, names and types of arguments.
from _calls import show

show(
    r'''"".join()|"".join(1)|"".join([1])|"".join(["a", 2])|"".split(1)|"".split(maxsplit="a")|"".replace("a")|'''
    r'''"".replace(1, 2)|"".startswith(1)|"".startswith((1,))|"".encode(1)|"".format_map()|"".center()|"".center("a")|'''
    r'''"".center(5, "ab")|"a".find()|"a".find(1)|"a".count()'''
)
