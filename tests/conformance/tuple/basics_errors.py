# The errors of tuple/basics.
t = (1, "a", 2.5)
a, (b, *c), d = 1, (2, 3, 4), 5
for code in ("t[3]", "t['a']", "t[0] = 1", "del t[0]", "t + [1]", "t * 'a'", "t < 1", "t < ('a',)", "t.index(9)", "t.index(1, 1)", "t.append(1)", "tuple(5)", "hash(([],))", "t.x = 1", "(1, 2)[1.5]", "t[::0]", "(1, 'a') < (1, 2)", "tuple(1, 2)"):
    try:
        exec("print(" + code + ")" if "=" not in code and "del" not in code else code)
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
d = {(1, 2): "pair", (): "empty", ((1,), 2): "nested"}
l = []
u = (l, l)
l.append(1)
r = ([],)
r[0].append(r)
i = iter((1, 2, 3))
def swap(x, y): return y, x
