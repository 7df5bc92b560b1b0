# Shared by operators.py and operators_errors.py.


class N:
    def __init__(self, v): self.v = v
    def __repr__(self): return f"N({self.v})"


class Sub(N):
    def __radd__(self, other): return "subclass first"
