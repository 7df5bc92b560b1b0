# Errors of native calls: number, names and types of arguments.
from _calls import show

show(
    r"isinstance(1)|isinstance(1, 1)|isinstance(1, (1,))|issubclass(1, int)|issubclass(int, 1)|getattr(1)|"
    r"getattr(1, 2)|setattr(1, 2)|hasattr(1)|hasattr(1, 2)|delattr(1)|callable()|id()|hash()|iter()|iter(1)|"
    r"iter(1, 2)|iter(1, 2, 3)|next()|next(1)|next([])"
)
