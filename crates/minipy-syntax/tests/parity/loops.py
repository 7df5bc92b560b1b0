# Loops with else blocks, break and continue.
while a: b
while a:
    b
    if c: break
    if d: continue
else:
    e
while a := b(): c
while True:
    while False: pass
    else: break
for a in b: c
for a in b:
    c
else:
    d
for a, b in c: d
for a.b in c: d
for a[0] in b: c
for a.b[c], (d, *e) in f: g
for (a) in (b): c
for a in b, c: d
for a in *b, *c: d
for a in lambda: b: c
for a in b if c else d: e
for a in (yield_): b
for a in range(10): print(a); continue
for a in b:
    for c in d:
        break
    else:
        continue
    break
for a in [b, c]:
    pass;
for a().b in c: pass
for a in b: pass
else: pass
for a in not b: pass
