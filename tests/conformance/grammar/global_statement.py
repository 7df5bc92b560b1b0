x = 1
def f():
    global x, y
    x += 1
    y = "made"
    class C:
        global z
        z = 5
        x = "class x"
    def g():
        return x
    return g(), C.x, C.__dict__.get("z", "not in class")
print(f(), x, y, z)
def shadow():
    x = "local"
    def inner():
        global x
        x = "from inner"
        return x
    return inner(), x
print(shadow(), x)
def dele():
    global y
    del y
dele()
try:
    y
except NameError as e:
    print(e)
def imp():
    global m
    import math as m
    global C2
    class C2: pass
    global fn
    def fn(): return "fn"
    global it
    for it in range(3): pass
    global exc
    try: raise ValueError
    except ValueError as exc: pass
imp()
print(m.__name__, C2.__qualname__, fn(), it, "exc" in globals(), fn.__qualname__)
def non():
    a = 1
    def b():
        nonlocal a
        a = 2
        def c():
            nonlocal a
            a += 1
        c()
    b()
    return a
print(non())
def aug():
    try:
        x += 1
    except UnboundLocalError as e:
        print(e)
    x = 1
aug()
def loop():
    fs = []
    for i in range(3):
        def f(): return i
        fs.append(f)
    i = "after"
    return [f() for f in fs]
print(loop())
def cls():
    v = "outer"
    class K:
        v = v if False else "inner"
        def m(self): return v
        def n(self): return __class__.v
    return K().m(), K().n()
try: print(cls())
except NameError as e: print(e)
