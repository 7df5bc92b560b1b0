# Redundant parentheses around everything.
((a))
((a)) + ((b))
(a)(b)
(a)[(b)]
(a).b
((a).b).c
(lambda: (a))
((a) if (b) else (c))
(not (a))
(-(a))
((a) and (b)) or (c)
((a) < (b)) < (c)
[((a))]
{((a)): ((b))}
{((a))}
f((a), *(b), c=(d), **(e))
(a), (b) = (c), (d)
((a), (b)) = ((c), (d))
for (a) in (b): (c)
for ((a), (b)) in (c): pass
with (a) as (b): pass
with ((a)) as ((b)): pass
with ((a), (b)) as c: pass
del ((a))
del ((a), (b))
assert ((a)), ((b))
raise ((a)) from ((b))
return_ = ((yield_))
(a).b = (c)
(a)[b] = (c)
((a))[((b)):((c))]
(((a)))
(*a, (b))
((*a,))
x = ((a),)
(a := (b))
((a := b))
while ((a)): ((b))
if ((a)): ((b))
lambda a=((b)): ((a))
[(a) for (b) in (c) if (d)]
((a) for ((b), c) in (d))
(a
)
(
a)
