# The errors of classes/descriptors.
from _descriptors import C, Data, G, GA, NonData, Prop, PropError, SetOnly

c = C()
c.__dict__.update(d="hidden", n="wins")
c.d = 5
c.so = 4
c.n = "instance"
C.d = "replaced"
p = Prop()
p.v = 3
del p.v
p.wo = 1
for code in ("p.ro = 1", "del p.ro", "p.wo", "del p.wo", "Prop.ro.__get__(5)", "Prop.v.fget = 1", "property().__get__(1)"):
    try:
        print(code, exec(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
g = G()
g.x = 1
del g.x
