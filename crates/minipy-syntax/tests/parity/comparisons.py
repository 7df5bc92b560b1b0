# Chains of comparisons and membership tests.
a = 1 < 2
b = 1 < 2 <= 3 != 4 == 5 > 6 >= 7
c = a in b
d = a not in b
e = a is b
f = a is not b
g = a is (not b)
h = not a in b
i = a < b and b < c or c > d
j = (a < b) < c
k = a < (b < c)
l = a == b == c
m = [x for x in y if x < 3 < 4]
n = a in b in c
o = a not in b not in c is not d
p = lambda: a < b
q = a < -b
r = a | b == c & d
s = (a ==
     b)
t = a is None is not None
