print(7 + 3, 7 - 3, 7 * 3, 7 / 2, 7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 ** 2, 2 ** -1, 2 ** 3 ** 2, (-2) ** 2, -2 ** 2)
print(6 & 3, 6 | 3, 6 ^ 3, 1 << 10, 1024 >> 3, -1 >> 1, ~0)
print(1 < 2 < 3, 1 < 3 < 2, 1 == 1.0 == True, 1 != 2, 3 >= 3 <= 4, not 1 == 2)
print(1 is 1, None is not None, 2 in [1, 2], 3 not in (1, 2), 'b' in 'abc')
print(1 and 2, 0 and 2, 1 or 2, 0 or [], 0 or '' or None, 1 and 2 and 3)
x = 5
x += 1; x -= 2; x *= 3; x //= 2; x **= 2; x %= 7; x <<= 3; x >>= 1; x |= 1; x &= 0xF; x ^= 3
print(x)
x /= 2
print(x)


class M:
    def __init__(self, name):
        self.name = name

    def __matmul__(self, other):
        return f"{self.name}@{other}"

    def __rmatmul__(self, other):
        return f"{other}@@{self.name}"

    def __imatmul__(self, other):
        return f"{self.name}@={other}"


m = M("m")
print(m @ 1, 1 @ m)
m @= 2
print(m)


def trace(value):
    print("eval", value)
    return value


trace(1) < trace(3) < trace(2) < trace(9)
print(trace(0) and trace(1) or trace(2))
print([trace(1), trace(2)][trace(0)])
d = {}
d[trace("k")] = trace("v")
trace(1) + trace(2) * trace(3)
