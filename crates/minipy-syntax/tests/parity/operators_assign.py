# Augmented assignment with all operators and targets.
a += 1
a -= b
a *= b + c
a /= b, c
a //= (yield_)
a %= lambda: 1
a **= b ** c
a @= b @ c
a &= b & c
a |= b | c
a ^= b ^ c
a <<= b << c
a >>= b >> c
a.b += c
a[b] -= c
a[b:c] *= d
a.b.c[d].e /= f
a().b //= c
(a) %= b
(a.b) **= c
a += b if c else d
a += *b, c
a += not b
a += -b
a += [1, 2]
a += f'{b}'
a += \
    b
a += (
    b)
a[b, c] += d
a[...] += b
