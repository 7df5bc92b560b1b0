# Stars in all places that take them.
a = *b,
a = *b, *c
a = [*b]
a = {*b}
a = (*b,)
print(*a, *b, **c, **d)
f(*a, b, *c)
f(a, *b, c=d, *e)
*a, b = c
a, *b = c
[a, *b] = c
(a, *b) = c
for a, *b in c: pass
for *a, b in c: pass
a = *b | c,
x[*a]
x[*a, *b]
x[a, *b] = c
def f(*a: *b): pass
def g() -> x[*a]: pass
class C(*a, **b): pass
return_ = [*a, *b]
a = {**b, **c}
f(**{'a': 1})
f(*(a, b), **{})
a = [*(b, c)]
*a.b, c = d
*a[b], c = d
*(a, b), c = d
*[a, b], c = d
(*a, b), c = d
for x in *a, *b: pass
a = *b.c, *d[e], *f(g)
f(*a if b else c)
f(**a if b else c)
f(*not_a)
f(*lambda: 1)
print(*(yield_))
