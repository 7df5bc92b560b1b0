# Binary and unary operators with all precedences.
a = 1 + 2 * 3 - 4 / 5 // 6 % 7 @ 8
b = -a ** 2
c = (-a) ** -b
d = 2 ** 3 ** 4
e = ~a & b | c ^ d << 1 >> 2
f = not a and b or not c
g = + - ~ + a
h = (a + b) * (c - d)
i = a if b else c if d else e
j = ((((a))))
k = a + (b
         + c
         * d)
l = a \
    + b \
    - c
m = not (not a)
n = a @ b @ c
o = 10 - 3 - 2
p = 2 * -3
q = -1j
r = 1 if (yield_ := 3) else 0
s = await_ = 5
t = a<<b<<c
u = a|b|c
v = a&b&c
w = a^b^c
x = not a == b
y = - (a) . real
