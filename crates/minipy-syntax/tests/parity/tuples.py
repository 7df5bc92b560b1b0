# Tuples with and without parentheses, unpacking.
a = 1,
b = 1, 2
c = (1, 2, 3,)
d = ()
e = (1,)
f, g = g, f
(h, i), j = k
[l, m] = n
[o, [p, (q, r)]] = s
*t, u = v
w, *x = y
w, *x, z = y
(a, *b), *c = d
[*a, b] = c
a, = b
(a,) = b
*a, = b
a = *b, *c
a = (*b, *c)
a = *b,
return_ = (yield_, *a)
for a, b in c: pass
for a, *b in c: pass
for (a, b) in c: pass
for [a, b] in c: pass
for a, in b: pass
for a in b, c: pass
for a in *b, c: pass
a[b, c] = d
a[b,] = d
a[b, *c] = d
del a, b
del (a, b)
del [a, (b, c)]
del a,
