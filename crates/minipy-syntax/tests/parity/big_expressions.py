# Long and deep expressions.
a = ((((((((((1))))))))))
b = [[[[[[[[[[1]]]]]]]]]]
c = {1: {2: {3: {4: {5: {}}}}}}
d = f(g(h(i(j(k(l(m(n(o())))))))))
e = a.b.c.d.e.f.g.h.i.j.k.l.m.n
f = a[b[c[d[e[f[g[h]]]]]]]
g = a + b + c + d + e + f + g + h + i + j + k
h = a and b and c and d and e or f or g or h
i = not not not not not a
j = - - - - + + ~ ~ a
k = a ** b ** c ** d ** e
l = lambda: lambda: lambda: lambda: 1
m = a if b else c if d else e if f else g if h else i
n = a < b < c < d < e < f
o = ("a" "b" "c" "d" "e" "f" "g"
     "h" "i" 'j' 'k')
p = (a, (b, (c, (d, (e,)))))
q = [x for x in [y for y in [z for z in w]]]
r = {*a, *{*b, *{*c}}}
s = f'{f'{f'{a}'}'}'
t = (((a + b) * c - d) / e) % f
u = a().b[c].d().e[f](g)(h)[i][j].k
v = 1 + (2 * (3 - (4 / (5 // (6 % 7)))))
w = (yield_ := (await_ := (async_ := 1)))
x = a @ b @ c ** -d ** +e
y = not a in b is not c not in d
z = *a, *b, *(c, *d)
