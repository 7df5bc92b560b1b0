for s in ("0", "-5", "+7", "  42\n", "1_000", "0x1f", "0b101", "0o17", "1__0", "_1", "1_", "", " ", "abc", "1.5", "--1", "1 2", "١٢٣", "０", "1e5", "0x", "\0", "12\0"):
    for base in (10, 0, 16):
        try:
            print(repr(s), base, int(s, base))
        except ValueError as e:
            print(repr(s), base, "!!", e)
print(int("zz", 36), int("-ff", 16), int("0b11", 2), int("0XfF", 16), int("777", 8), int(b"12"), int(bytearray(b"7"), 8), int("010", 10))
for args in (("1", 1), ("1", 37), ("1", -1), ("1", 2**70), (None,), ([],), (1.5, 10), (float("nan"),), (float("inf"),), (b"\xff",), ("9", 8)):
    try:
        print(args, int(*args))
    except Exception as e:
        print(args, "!!", type(e).__name__, e)
print(int(), int("5", base=16), str(10**50), repr(-(10**50)), bin(10), hex(-255), oct(8), bin(2**70), hex(10**30), format(10**20, ","), bin(-5), bin(0))
print((255).to_bytes(2), (255).to_bytes(4, "little"), (-2).to_bytes(3, "big", signed=True), int.from_bytes(b"\x01\x00"), int.from_bytes(b"\xff\xfe", "little", signed=True), int.from_bytes([1, 2]), (0).to_bytes(), (10**20).to_bytes(10, "big").hex())
print((10).bit_length(), (-10).bit_count(), (0).bit_length(), (2**100).bit_count(), (5).conjugate(), (5).real, (5).imag, (5).numerator, (5).denominator, (7).as_integer_ratio(), (5).is_integer())
class I:
    def __index__(self): return 11
class T:
    def __trunc__(self): return 12
class N:
    def __int__(self): return 13
print(int(I()), int(N()), hex(I()), bin(I()), (2).__pow__(I()) if False else 0, [0] * I() == [0] * 11, int("1", I()))
try:
    int(T())
except TypeError as e:
    print(e)
class B:
    def __int__(self): return True
print(int(B()))
class Bad:
    def __int__(self): return "x"
try:
    int(Bad())
except TypeError as e:
    print(e)
