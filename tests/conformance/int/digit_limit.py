import sys
print(sys.get_int_max_str_digits())
sys.set_int_max_str_digits(0)
print(len(str(10**10000)), int("9" * 10000) % 1000007)
print(str(7**5000)[:30], str(3**9000)[-30:], sum(map(int, str(2**10000))))
for bad in (-1, 639, "x"):
    try:
        sys.set_int_max_str_digits(bad)
    except Exception as e:
        print(type(e).__name__, e)
n = int("123456789" * 500)
print(n % 10**9, str(n)[:9], len(str(n * n)), str(n * n)[-20:])
m = 10**2000 + 12345
print(divmod(m * m + 7, m) == (m, 7), (m * m) // m == m, pow(m, 3) // (m * m) == m, m ** 2 - (m - 1) * (m + 1))
x = 1
for i in range(1, 1001): x *= i
print(len(str(x)), str(x)[:20], str(x).rstrip("0")[-10:])
a, b = 0, 1
for _ in range(5000): a, b = b, a + b
print(str(a)[:15], str(a)[-15:], a.bit_length())
