# Attribute access, also on literals and over lines.
a.b
a.b.c.d
a().b
a[b].c
(a).b
(a + b).c
'a'.b
"a" "b".c
b'a'.b
f'{a}'.b
[].a
{}.a
().a
(1).a
1 .a
1.0.a
1j.a
....a
None.a
True.a
a . b . c
a. \
    b
(a
 .b
 .c(d)
 .e)
(a  # comment
 .b  # comment
 )
a.match.case.type._
lambda: a.b
-a.b
a.b ** c.d
not a.b
a.b if c.d else e.f
{a.b: c.d}
[x.y for x.z in w.v]
"a".join(b).c
((a)).b
(yield_).a
...
a.b.c = d.e.f
