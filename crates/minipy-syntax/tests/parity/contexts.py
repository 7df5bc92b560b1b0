# with statements, parenthesised and not.
with a: b
with a as b: c
with a, b: c
with a as b, c as d: e
with (a): b
with (a) as b: c
with (a, b): c
with (a, b) as c: d
with (a as b): c
with (a as b, c as d): e
with (a as b, c as d,): e
with (a, b,): c
with (
    a as b,
    c,
    d as e,
): f
with a as (b, c): d
with a as [b, c]: d
with a as b.c: d
with a as b[c]: d
with a as b().c: d
with a() as b, c() as d:
    e
    f
with (a, b), c: d
with (a), (b): c
with (a).b as c: d
with (a)() as b: c
with (a if b else c) as d: e
with a if b else c: d
with (yield_): a
with (a := b): c
with a as (b): c
with a as (b, *c): d
with (a for b in c): d
with (a for b in c) as d: e
with () as a: b
with [] as a: b
with (a.b) as c, d: e
with (
    a
): b
