import sys
sys.set_int_max_str_digits(0)
n = 10 ** (10**6)
print(n.bit_length(), (n + 1) % 1000003, (n // 7) % 1000, n == 10 ** (10**6), n < n + 1, -n < n, hash(n) == hash(10 ** (10**6)))
s = str(7 ** 200000)
print(len(s), s[:10], s[-10:])
print(int(s) == 7 ** 200000, (n >> 1000000).bit_length(), (n & 0xFF), (n | 1) - n, (n * n).bit_length())
m = int("1" * 100000)
print(m % 9, m.bit_length(), len(hex(m)), (m * m) % 10**9)
try:
    float(n)
except OverflowError as e:
    print(e)
try:
    n / 3
except OverflowError as e:
    print(e)
print(n / n, n / (n * 2), (n + n // 2) / n, int(float(2**1000)) == 2**1000)
print(divmod(n, 10**999999), pow(3, n, 7), pow(n, 2, 1000003))
print(n.to_bytes(415242, "big")[0], int.from_bytes(n.to_bytes(415242, "little"), "little") == n)
a, b = 0, 1
for _ in range(50000): a, b = b, a + b
print(a % 10**20, a.bit_length())
