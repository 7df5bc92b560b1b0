"""Operators at the edges of 63, 64 and 128 bits, where results change their representation."""
EDGES = [0, 1, -1, 63, 64, 2**62 - 1, 2**62, -(2**62) - 1, 2**63, -(2**63), 2**64 - 1, 2**64, 2**127, -(2**127), 2**200 + 7]
for a in EDGES:
    for b in EDGES:
        row = [a & b, a | b, a ^ b, a + b, a - b, a * b]
        if b:
            row += [a // b, a % b]
        if 0 <= b <= 200:
            row += [a << b, a >> b]
        print(a, b, [hex(n) for n in row])


def xorshift64(n):
    x = 88172645463325252
    for _ in range(n):
        x ^= (x << 13) & 0xFFFFFFFFFFFFFFFF
        x ^= x >> 7
        x ^= (x << 17) & 0xFFFFFFFFFFFFFFFF
    return x


def fnv(text):
    h = 0xCBF29CE484222325
    for byte in text:
        h ^= byte
        h = h * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return h


print(xorshift64(100), fnv(b"hello"))
for bad in (lambda: 1 << -1, lambda: 2**64 << -1, lambda: 1 >> -1, lambda: 2**64 >> -(2**70), lambda: 2**64 // 0, lambda: 2**64 % 0):
    try:
        bad()
    except (ValueError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
print(2**64 >> 2**70, -(2**64) >> 2**70, 0 << 2**62, int(1e18), int(-1e18), int(4.7e18), int(-0.5), int(2.0**62), int(-(2.0**62)))
for bad in (float("inf"), float("nan")):
    try:
        int(bad)
    except (ValueError, OverflowError) as e:
        print(type(e).__name__, e)
print(float(3), float(2**62), float(2**61 + 1), float(True), float(2.5), int(True), type(int(True)).__name__)
