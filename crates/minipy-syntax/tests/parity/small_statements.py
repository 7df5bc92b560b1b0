# Statements on one line, semicolons, global, nonlocal, assert, del.
pass
pass; pass
pass; pass;
a = 1; b = 2; c = 3
x; y
def f():
    global a
    global a, b, c
    nonlocal_ = 1
    def g():
        nonlocal a
        nonlocal a , b,c
    return g
assert a
assert a, b
assert (a), (b)
assert a if b else c, d
assert not a
assert a == b, f'{a}'
del a
del a, b
del a.b, c[d]
del (a), (b, c)
del (a)
del (a,)
del []
del ()
del [a]
del a[b:c]
del a.b.c[d]
raise
raise A
raise A from B
raise A(b) from c.d
return_ = 1
break_ = 2
while 1:
    break; continue
...
None
"docstring"
1; 2; 3;
lambda: 1; [2]
(yield_)
if 1: pass; pass
for a in b: pass; break
