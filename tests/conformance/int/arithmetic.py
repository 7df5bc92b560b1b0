big = 10**30
print(big + 1, big * big, big - 10**29, -big // 7, big % 7, -big % 7, divmod(-big, 12345678901234567890), big ** 3)
print(2**62, 2**63, 2**64, -(2**63), 2**62 + 2**62, 4611686018427387904 * 2, 9223372036854775807 + 1, -9223372036854775808 - 1)
print(3037000500 * 3037000500, 4294967296 * 4294967296, -4294967296 * 2147483648, (2**62) // -1, -(2**62) // -1)
print(7 // 2, -7 // 2, 7 // -2, -7 // -2, 7 % -2, -7 % 2, divmod(7, -2), divmod(-7, 2))
print(1 << 100, (1 << 100) >> 98, -1 >> 200, -5 >> 1, 5 >> 100, 1 << 0, -(1 << 70) >> 3)
print(big & 0xFFFFFFFFFFFFFFFF, big | 1, big ^ -1, ~big, -big & 0xFF, -1 & big, (-big) | 7, (-big) ^ big)
print(pow(3, 100, 7), pow(3, -1, 7), pow(-3, 5, 7), pow(2, 1000, 10**9 + 7), pow(5, 0, 1), pow(0, 0), pow(2, 3, -5), pow(10, 20))
print(10 / 4, big / 3, 1 / big, big / big, 10**400 // 10**399, -10 / 4, 2**1000 / 2**999, (2**53 + 1) / 1)
print(big == 10**30, big < 10**31, big > 1e30, big == 1e30, 2**53 == 2.0**53, 2**53 + 1 == 2.0**53, hash(big), hash(-1), hash(2**61 - 1), hash(2**61), hash(-(2**61)))
print(abs(-big), -(-big) == big, +big, round(12345, -2), round(15, -1), round(25, -1), round(-15, -1), round(big, -25), round(5), round(5, 3), round(5, -10))
print(int(3.99), int(-3.99), int(1e20), int(True), (5).__add__(6), (5).__radd__(1), (5).__sub__("x"), int.__mul__(2, 3), (1).__truediv__(2))
a = 1
for i in range(1, 50):
    a = a * i + i
print(a, a % 1000007, a.bit_length())
s = 0
for i in range(-500, 500):
    s += i * i // 7 - i % 13 + (i << 3) ^ (i >> 1)
print(s)
