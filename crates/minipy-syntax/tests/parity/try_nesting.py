# Handlers inside handlers.
try:
    try:
        raise A(1) from B
    except A as a:
        try: raise
        except: raise C from a
        finally: print("inner")
    except (B, C):
        pass
    else: pass
    finally:
        try: pass
        finally: pass
except C as c:
    if c: raise
    else: raise c
while 1:
    try: break
    finally: continue_
for x in y:
    try: continue
    except A: break
    else: pass
with a:
    try: b
    except* C: d
    except* (E, F) as g: h
    else: i
    finally: j
def f():
    try: return 1
    finally: print(2)
try:
    pass
except A.B[C](d).e as f: pass
except not A: pass
except A if B else C as d: pass
except A or B: pass
