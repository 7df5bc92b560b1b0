# Conditional statements in all shapes.
if a: pass
if a: b; c
if a:
    b
elif c:
    d
elif e:
    f
else:
    g
if a: b
elif c: d
else: e
if a:
    if b:
        c
    else:
        d
if (a :=
    b): c
if a := b: c
if not a: pass;
if a:
    pass;
if a:
    if b:
        c;
if a:

    b

    # comment
    c
# comment at the left
else:
    d
if (yield_): pass
