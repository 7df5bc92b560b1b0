class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]
        if len({len(r) for r in self.rows}) > 1:
            raise ValueError("rows of different length")

    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    @property
    def T(self):
        return Matrix(zip(*self.rows))

    def __matmul__(self, other):
        if self.shape[1] != other.shape[0]:
            raise ValueError(f"shapes {self.shape} and {other.shape}")
        columns = list(zip(*other.rows))
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in columns] for r in self.rows])

    def __mul__(self, k):
        return Matrix([[x * k for x in r] for r in self.rows])

    __rmul__ = __mul__

    def __add__(self, other):
        return Matrix([[a + b for a, b in zip(r, s)] for r, s in zip(self.rows, other.rows)])

    def __pow__(self, n):
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ base
            base, n = base @ base, n >> 1
        return result

    def __getitem__(self, key):
        match key:
            case int(i):
                return self.rows[i]
            case (int(i), int(j)):
                return self.rows[i][j]
            case (slice() as s, slice() as t):
                return Matrix([r[t] for r in self.rows[s]])
        raise TypeError(f"bad index {key!r}")

    def __setitem__(self, key, value):
        self.rows[key[0]][key[1]] = value

    def det(self):
        if self.shape == (1, 1):
            return self[0, 0]
        return sum((-1) ** j * self[0, j] * Matrix([r[:j] + r[j + 1:] for r in self.rows[1:]]).det() for j in range(self.shape[1]))

    def __eq__(self, other):
        return isinstance(other, Matrix) and self.rows == other.rows

    def __iter__(self):
        return iter(self.rows)

    def __str__(self):
        width = max(len(str(x)) for r in self for x in r)
        return "\n".join(" ".join(f"{x:>{width}}" for x in r) for r in self)

    def __repr__(self):
        return f"Matrix({self.rows})"


m = Matrix([[1, 2], [3, 4]])
print(m, m.T, m @ m, 2 * m, m + m, sep="\n--\n")
print(m ** 10, repr(m ** 0), m.det(), m[1, 0], m[0], m.shape)
print((Matrix([[1, 1], [1, 0]]) ** 200)[0, 1])
big = Matrix([[i * j % 7 - 3 for j in range(5)] for i in range(5)])
print(big, big.det(), big[1:3, ::2], sep="\n")
m[0, 0] = 100
print(m, m == Matrix([[100, 2], [3, 4]]), m != 5)
for f in (lambda: m @ Matrix([[1, 2, 3]]), lambda: m["x"], lambda: Matrix([[1], [1, 2]]), lambda: m @ 5, lambda: m * "x" + 1):
    try:
        print(f())
    except (ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
total = 0.0
a = [[(i * 31 + j * 17) % 10 / 10 for j in range(20)] for i in range(20)]
for i in range(20):
    for j in range(20):
        s = 0.0
        for k in range(20):
            s += a[i][k] * a[k][j]
        total += s
print(total)
