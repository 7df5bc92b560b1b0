# Errors of native calls: number, names and types of arguments.
from _calls import show

show(
    r"len()|len(1, 2)|len(x=1)|abs()|abs(1, 2)|print(zzz=1)|sorted()|sorted([], 1)|sorted([], foo=1)|"
    r"sorted([1], key=1)|int(1, 2, 3)|int(x=1)"
)
