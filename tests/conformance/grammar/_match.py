# Shared by match.py and match_errors.py.


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Color:
    RED, GREEN = 1, 2


class Bad:
    __match_args__ = 5


class Few:
    __match_args__ = ("a",)
    a = 1
