# Errors of native calls: number, names and types of arguments.
from _calls import show

show(
    r"[].append()|[].append(1, 2)|[].append(x=1)|[].pop(1, 2)|[].index()|[].sort(1)|[].sort(foo=1)|{}.get()|"
    r"{}.get(1, 2, 3)|{}.pop()|{}.update(1)|{}.update(1, 2)|{}.setdefault()"
)
