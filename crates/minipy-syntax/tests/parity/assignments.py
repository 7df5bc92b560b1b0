# All kinds of assignment targets.
a = 1
a = b = c = 1
a.b = c
a[b] = c
a.b.c[d].e = f
a().b = c
a[0][1], b.c = d
(a) = 1
(a.b) = 1
((a)) = 2
[a] = b
() = a
[] = a
a += 1; a -= 1; a *= 1; a /= 1; a //= 1; a %= 1; a **= 1
a @= b; a &= b; a |= b; a ^= b; a <<= b; a >>= b
a.b += 1
a[b] += yield_
(a) += 1
a += 1, 2
a = b, c = d
x = yield_ = await_
"a".b = c
f(a)[b] = c
{}[a] = b
[b][a] = c
a = b if c else d
a = lambda: b
x[a:b] = c
x[a:b, c] = d
a = \
    b
