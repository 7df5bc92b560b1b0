from _delete_forms import f, g

class T:
    def __delattr__(self, n): print("delattr", n)
    def __delitem__(self, k): print("delitem", k)
t = T()
del t.a, t["k"], t[1:2], t[1, 2], (t.b), [t.c, t.d]
a = b = c = 1
del a, (b, c)
print([n for n in "abc" if n in globals()])
l = [0, 1, 2, 3, 4, 5]
del l[0], l[-1], l[1:3]
print(l)
d = {"x": 1, "y": 2}
del d["x"]
print(d)
print(f(1))
print(g())
class C:
    x = 1
    del x
    def m(self): pass
print(hasattr(C, "x"))
del C.m
print(hasattr(C, "m"))
for i in range(3):
    del i
print("i" in globals())
with_del = [1]
del with_del[:]
print(with_del)
x = 1
del (x)
x = 2
del [x]
del ()
del []
print("x" in globals())
