# array.array as a buffer, and pickling, copying.
import array
from array import array as A
for code in "bBhHiIlLqQfd":
    a = A(code, [1, 2, 3])
    m = memoryview(a)
    print(code, m.format, m.itemsize, m.shape, m.nbytes, m.readonly, m.tolist(), bytes(a), bytearray(a), m[1], m.obj is a)
    m[0] = 9; print(a, m == a, m == A(code, [9, 2, 3]), m[1:].tolist(), m.cast("B")[0] in (0, 9))
for code in "uw":
    m = memoryview(A(code, "ab")); print(m.format, m.itemsize, m.nbytes, bytes(m))
print(b"".join([A("B", [65, 66]), b"-", A("h", [1])]), bytes(A("i", [1])), b"ab" + A("b", [99]), bytearray(b"x") + A("B", [121]))
for p in range(6):
    for a in (A("i", [1, -2]), A("d", [1.5]), A("w", "hé"), A("u", "x"), A("b"), A("Q", [2**64 - 1])):
        print(p, a.__reduce_ex__(p))
class S(A): pass
s = S("h", [1]); s.x = 5; print(s.__reduce_ex__(4), s.__reduce_ex__(2))
import copyreg
for a in (A("i", [1, -2]), A("d", [1.5]), A("w", "hé"), A("b")):
    f, args, state = a.__reduce_ex__(4); print(f(*args), f(*args) == a)
    c = a.__copy__(); d = a.__deepcopy__({}); print(c == a, c is a, d == a, d is a)
R = array._array_reconstructor
print(R(A, "B", 0, b"ab"), R(A, "b", 1, b"\xff"), R(A, "h", 5, b"\x01\x02"), R(A, "h", 4, b"\x01\x02"), R(A, "H", 3, b"\x01\x02"), R(A, "i", 9, b"\0\0\0\x05"), R(A, "l", 8, b"\x05\0\0\0"), R(A, "d", 17, b"?\xf0" + bytes(6)), R(A, "f", 14, b"\0\0\x80?"), R(A, "f", 15, b"?\x80\0\0"), R(A, "w", 18, b"a\0b\0"), R(A, "w", 20, b"a\0\0\0"), R(A, "q", 13, b"\xff" * 8), R(A, "Q", 10, b"\xff" * 8))
class F:
    def __init__(self): self.data = b""
    def write(self, b): self.data += bytes(b); print("write", len(b))
    def read(self, n): r, self.data = self.data[:n], self.data[n:]; print("read", n); return r
f = F(); a = A("i", range(20)); a.tofile(f); b = A("i"); b.fromfile(f, 15); print(b)
try: b.fromfile(f, 10)
except EOFError as e: print(e, b)
class G:
    def read(self, n): return "text"
try: b.fromfile(G(), 2)
except TypeError as e: print(e)
try: b.fromfile(F(), -1)
except ValueError as e: print(e)
A("d", [0.0]) * 20000
f = F(); (A("d", [0.0]) * 20000).tofile(f)
for args in ((A, "w", 21, b"\0\0\0a"), (A, "u", 18, b"a\0"), (A, "i", 5, b"abc"), (A, "d", 9, b"\0\0\0\1"), (A, "i", 17, b"?\xf0" + bytes(6)), (A, "w", 0, b"a"), (A, "l", 13, b"\xff" * 8)):
    try: print(args, R(*args))
    except Exception as e: print(args, repr(e))
