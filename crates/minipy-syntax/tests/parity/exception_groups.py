# except* and handlers without parentheses (PEP 654, PEP 758).
try:
    a
except* A:
    b
except* (A, B) as e:
    c
except *C:
    d
else:
    e
finally:
    f
try:
    a
except A, B:
    b
except A, B, C:
    c
except A, (B, C):
    d
try:
    a
except* A, B:
    b
except* A, B, C: pass
try: a
except A, B: b
finally: c
try: a
except A, f(B, C), D[E]: b
try: a
except A,: b
try: a
except (A), (B): b
try: a
except A, lambda: B: b
try: a
except*A as b: c
try: a
except A, f"{B}": b
