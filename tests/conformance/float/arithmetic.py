inf, nan = float("inf"), float("nan")
print(1.5 + 2, 1.5 * 2, 7.0 / 2, 7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2), 2.0 ** 0.5, 2.0 ** -2, (-8.0) ** 3, -2.0 ** 2)
print(inf - inf, inf * 0, inf + 1, -inf, inf // 1, 1 // inf, -1 // inf, 5 % inf, -5 % inf, nan ** 0, 1 ** nan, inf ** 0, 0.0 ** 0, (-1) ** 0.5, (-8) ** (1 / 3))
print(0.0 == -0.0, nan == nan, nan != nan, nan < 1, inf > 10**400, -inf < -(10**400), 1.0 == 1, 0.1 + 0.2 == 0.3, 1e16 + 1 == 1e16, 2**53 + 1 > 2.0**53, 10**16 == 1e16)
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5, -2), round(1e300, 5), round(0.5), round(1.5), round(2.5, 0), round(nan, 1), round(1.23456789, 20), round(5e-324, 3), round(-0.4))
print(abs(-1.5), -1.5, +1.5, bool(0.0), bool(nan), int(1e15), hash(1.0) == hash(1), hash(0.5), hash(inf), hash(-inf), hash(1e300), hash(-0.0), hash(0.1))
print(min(1.5, 1), max(nan, 1), sum([0.1] * 10), sum([1e16, 1, -1e16]), sum([0.1, 0.2, 0.3]), sorted([3.5, -1, 2, 0.5]), 3.0 in [3], {1.0: "a"}[1], 1.0 is not 1)
print((1.5).__eq__("a"), (1.5).__lt__(2), (1.5).__add__("a"), (1.5).__radd__(1), (2.0).__pow__(3), (1.5).__divmod__(1), (1.5).__int__(), (1.5).__bool__())
x = 0.0
for i in range(1, 1000):
    x += 1.0 / i - x * 0.001
print(x)
y = 1.0
for i in range(60):
    y = y * 1.1 - 0.05 * i
print(y, y // 1, y % 1)
