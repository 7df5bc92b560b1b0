def a(): pass
def b(): return
def c(x):
    if x: return 1
def d():
    for i in range(3):
        if i == 1: return i
    return "end"
def e():
    try: return "try"
    finally: print("finally e")
def f():
    while True:
        try: return "loop"
        finally: print("finally f")
def g():
    with CM(): return "with"
class CM:
    def __enter__(self): print("enter"); return self
    def __exit__(self, *a): print("exit", a)
def h():
    for i in range(2):
        for j in range(2):
            try:
                if j: break
                continue
            finally: print("h", i, j)
        else: print("no break")
    return i, j
def i_():
    try: raise ValueError
    except ValueError: return "except"
    else: return "else"
    finally: print("finally i")
def j():
    try:
        try: return "inner"
        finally: print("1")
    finally: print("2")
def k():
    x = 1
    try: return x
    finally: x = 2
def l():
    for x in (1, 2):
        try: raise ValueError(x)
        except ValueError as err: keep = err
        finally: print("l", x)
    return keep
def m(n):
    if n == 0: return "zero"
    elif n == 1: return
    elif n > 5:
        while n: n -= 1
        else: return "while else"
    else: n = 9
    return n
def n_():
    return (yield)
def o():
    nested = lambda: (lambda: "deep")()
    return nested()
def p(): return 1, 2, *[3]
def q(): return {**{}}, [*()], (), None
print(a(), b(), c(0), c(1), d(), e(), f(), g(), h(), i_(), j(), k(), repr(l()), m(0), m(1), m(6), m(3), type(n_()).__name__, o(), p(), q())
