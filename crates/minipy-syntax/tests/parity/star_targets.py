# Unpacking with stars in nested targets.
*a, = b
*a, b = c
a, *b = c
a, *b, c = d
(*a,) = b
[*a] = b
[*a,] = b
[a, *b, c] = d
(a, (b, *c), d) = e
[a, [b, *c], *d] = e
*(a), b = c
*(a, b), c = d
*[a, b], = c
*a.b, c = d
*a[b], c = d
*a.b[c].d, e = f
for *a, in b: pass
for *a, b in c: pass
for (a, *b), c in d: pass
[a for *a, b in c]
{a for (a, *b) in c}
(a for [a, *b] in c)
with a as (b, *c): pass
with a as [b, *c]: pass
with a as (*b,): pass
a = *b, = c
*a, b = *c, d = e
a, b = c, *d = e
