# The errors of grammar/delete_forms.
from _delete_forms import f, g

class T:
    def __delattr__(self, n): print("delattr", n)
    def __delitem__(self, k): print("delitem", k)
t = T()
del t.a, t["k"], t[1:2], t[1, 2], (t.b), [t.c, t.d]
a = b = c = 1
del a, (b, c)
l = [0, 1, 2, 3, 4, 5]
del l[0], l[-1], l[1:3]
d = {"x": 1, "y": 2}
del d["x"]
for code in ("del nope", "del d['z']", "del l[9]", "del t.x.y", "del len", "del l[0:9:0]", "del (1).real", "del ''.join", "del T.nope", "del d.items"):
    try:
        exec(code)
        print(code, "ok")
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
class C:
    x = 1
    del x
    def m(self): pass
del C.m
with_del = [1]
del with_del[:]
x = 1
del (x)
x = 2
del [x]
del ()
del []
