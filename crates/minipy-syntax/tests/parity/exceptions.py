# try statements of all shapes.
try: a
except: b
try: a
finally: b
try:
    a
except A:
    b
except A as e:
    c
except (A, B):
    d
except (A, B) as e:
    f
except:
    g
else:
    h
finally:
    i
try:
    a
except A.b.c(d) as e: f
try:
    try:
        a
    finally:
        b
except A:
    c
else:
    d
try:
    a
except A if b else C:
    pass
try:
    pass
except A: pass;
try: pass
except A: raise
except B: raise C
except D: raise E from F
except G: raise H() from None
try: pass
except (A
        ) as e: pass
try: pass
except lambda: 1: pass
raise (a)
raise a if b else c from d
