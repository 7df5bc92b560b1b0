# array.array: making arrays, items, slices, every type code.
import array
from array import array as A
print(array.typecodes, array.ArrayType is A, A.__name__, A.__module__, A.__qualname__)
for code in array.typecodes:
    a = A(code)
    print(code, a.itemsize, a.typecode, a, len(a), bool(a), a.tobytes())
for code in "bBhHiIlLqQ":
    a = A(code, [1, 2, 100])
    print(a, a.tolist(), a.tobytes(), a[0], a[-1], a[1:], a[::-1], a[::2])
    a.append(7); a.insert(0, 5); a.insert(-1, 6); a.insert(100, 8); a.insert(-100, 4)
    print(a, a.count(5), a.index(100), 100 in a, 101 in a, a.pop(), a.pop(0), a)
    a.reverse(); print(a); a.remove(5); print(a); a.byteswap(); print(a.tobytes())
for code in "fd":
    a = A(code, [1, 2.5, -0.0, float("inf"), float("nan")])
    print(a, a.tobytes(), a.index(2.5), 1 in a, float("nan") in a)
print(A("f", [0.1, 1e-45, 3.4e38]), A("d", [0.1, 1e308]))
for code in "uw":
    a = A(code, "héllo\U0001f600")
    print(a, len(a), a.tounicode(), a[1], a[-1], a[1:3], a.tolist(), a.tobytes())
    a.fromunicode("xy"); a.append("z"); a.extend(A(code, "ab")); print(a, a.index("x"), "z" in a)
    print(A(code), A(code, ""), A(code, ["a", "b"]), A(code, A(code, "pq")))
print(A("i", b"\x01\0\0\0\x02\0\0\0"), A("B", bytearray(b"xyz")), A("d", A("i", [1, 2])), A("i", (x for x in range(4))), A("i", range(3)), A("h", (1, 2)))
a = A("i", [1, 2, 3])
a += A("i", [4]); print(a); a *= 2; print(a); print(a + A("i", [9]), A("i", [1]) * 3, 2 * A("i", [1, 2]), A("i", [1]) * 0, A("i", [1]) * -1)
a.extend([10, 11]); print(a); a.extend(iter((12,))); print(a); a.fromlist([13]); print(a); a.frombytes(b"\x0e\0\0\0"); print(a)
a[0] = -1; a[-1] = -2; print(a); a[1:3] = A("i", [20, 21, 22, 23]); print(a); a[::4] = A("i", [0] * len(a[::4])); print(a)
del a[0]; del a[-1]; print(a); del a[1:4]; print(a); del a[::2]; print(a); a[5:2] = A("i", [7, 7]); print(a); a[:] = a; print(a); a[1:1] = a; print(a)
del a[::-3]; print(a); a.clear(); print(a, len(a))
for x, y in ((A("i", [1, 2]), A("i", [1, 2])), (A("i", [1, 2]), A("d", [1, 2])), (A("i", [1, 2]), A("i", [1, 3])), (A("i", [1]), A("i", [1, 2])), (A("i"), A("i")), (A("w", "a"), A("w", "b")), (A("d", [float("nan")]), A("d", [float("nan")])), (A("b", [-1]), A("B", [1])), (A("l", [2**40]), A("Q", [2**40]))):
    print(x == y, x != y, x < y, x <= y, x > y, x >= y)
print(A("i", [1]) == [1], A("i", [1]) != (1,), A.__hash__)
it = iter(A("i", [1, 2, 3])); print(type(it).__name__, next(it), next(it), list(it), next(it, "end"))
print(list(reversed(A("i", [1, 2, 3]))), sum(A("d", [1.5, 2.5])), max(A("i", [4, 9, 2])), sorted(A("b", [3, 1, 2])), [*A("w", "xy")], tuple(A("f", [0.5])))
a = A("i", [1, 2, 3, 2, 1]); print(a.index(2, 2), a.index(1, 1), a.index(1, -1), a.index(2, 0, 2), a.count(2), a.index(2.0), a.count(True))
class S(A):
    def __init__(self, *args): self.extra = 1
s = S("i", [1, 2]); print(s, type(s[0:1]), type(s + s), type(s * 2), s.extra, s == A("i", [1, 2]), isinstance(s, A))
print(A.__class_getitem__(int), A[int])
big = A("Q", [2**64 - 1, 2**63]); print(big, big[0], big.tolist(), big.index(2**63)); print(A("q", [-2**63]), A("L", [2**64 - 1]), A("I", [2**32 - 1]))
info = A("i", [1, 2]).buffer_info(); print(type(info), info[1], isinstance(info[0], int), A("d").__sizeof__() > 0)
match A("i", [1, 2]):
    case [x, y]: print("sequence", x, y)
    case _: print("no sequence")
a = A("b", range(10)); print(a[2:8:3], a[8:2:-2], a[-3:], a[100:], a[:-100], a[True])
class Ix:
    def __index__(self): return 3
print(a[Ix()], A("i", [Ix()]), A("d", [Ix()]), A("b", [True, False]))
