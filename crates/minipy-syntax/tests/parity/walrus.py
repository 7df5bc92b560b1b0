# Assignment expressions everywhere.
(a := 1)
(a := (b := 1))
(a := ((1)))
(a := (1, 2))
(a := (b for b in c))
(a := [1])
(a := (1) + (2))
(a := (b))
( a := ( b ) )
(a := (b)).c
if a := 1: pass
if (a := 1) and (b := 2): pass
while a := f(): pass
f(a := 1)
f(a := 1, b=(c := 2))
[a := 1, b := 2]
{a := 1}
{(a := 1): (b := 2)}
[b for c in d if (a := c)]
[a := b for b in c]
x = (a := 1)
x = (a := 1), (b := 2)
x[a := 1]
x[a := 1, b := 2]
x[(a := 1):(b := 2)]
lambda: (a := 1)
lambda x=(a := 1): x
f'{(a := 1)}'
def g(x=(a := 1)): return (b := x)
assert (a := 1)
with (a := b): pass
for x in (a := b): pass
@a := b
def h(): pass
print((a := 1), (b := (2)))
(a := lambda: 1)
(a := b if c else d)
(a := not b)
