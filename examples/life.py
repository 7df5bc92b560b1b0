# Conway's game of life on an unbounded board: sets, comprehensions, a class with operators.

import sys


class Board(frozenset):
    @classmethod
    def parse(cls, text):
        return cls((x, y) for y, row in enumerate(text.split()) for x, c in enumerate(row) if c == "#")

    def neighbours(self, cell):
        x, y = cell
        return {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy}

    def __next__(self):
        candidates = set(self).union(*map(self.neighbours, self))
        alive = {cell: len(self & self.neighbours(cell)) for cell in candidates}
        return Board(cell for cell, n in alive.items() if n == 3 or n == 2 and cell in self)

    def __str__(self):
        xs, ys = [x for x, _ in self], [y for _, y in self]
        rows = range(min(ys), max(ys) + 1)
        columns = range(min(xs), max(xs) + 1)
        return "\n".join("".join("#" if (x, y) in self else "." for x in columns) for y in rows)


board = Board.parse(".#. ..# ###")
generations = int(sys.argv[1]) if len(sys.argv) > 1 else 20
for _ in range(generations):
    board = next(board)
print(f"after {generations} generations:", min(board), "to", max(board))
print(board)
