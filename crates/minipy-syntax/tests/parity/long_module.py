"""A module as people write them."""
from __future__ import annotations

import os, sys
from typing import (
    Any,
    Callable as C,
)

__all__ = ["Stack", "main"]
VERSION: tuple[int, ...] = (1, 2, 3)


class Stack[T]:
    """A stack."""

    __slots__ = ("items",)

    def __init__(self, items: list[T] | None = None, *, limit: int = 10) -> None:
        self.items = list(items or ())
        self._limit = limit

    def push(self, item: T, /) -> None:
        if len(self.items) >= self._limit:
            raise OverflowError(f"more than {self._limit!r} items")
        self.items.append(item)

    def pop(self) -> T:
        try:
            return self.items.pop()
        except IndexError as error:
            raise LookupError("empty") from error

    def __iter__(self):
        yield from reversed(self.items)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(map(repr, self.items))})"


def main(argv=None):
    argv = sys.argv[1:] if argv is None else argv
    stack = Stack[int](limit=3)
    for word in argv:
        match word.split(":"):
            case ["push", value]:
                stack.push(int(value))
            case ["pop"]:
                print(stack.pop())
            case _:
                print("what?", file=sys.stderr)
    with open(os.devnull, "w") as out, open(os.devnull) as inp:
        print(*stack, sep="\n", file=out)
    return {name: len(name) for name in argv if not name.startswith("_")}


if __name__ == "__main__":
    raise SystemExit(main())
