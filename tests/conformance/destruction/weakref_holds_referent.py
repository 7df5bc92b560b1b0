"""A weak reference with attributes that hold what it refers to: its callback is not called when it dies itself."""

import _weakref


class MyRef(_weakref.ref):
    pass


class C:
    pass


called = []
o = C()
r = MyRef(o, called.append)
r.o = o
del o
del r
print(called)

o = C()
r1 = MyRef(o, called.append)
r2 = MyRef(o, called.append)
r1.r = r2
r2.o = o
del o, r2
del r1
print(called)

# Nested so deeply that the rest is destroyed later.
o = C()
for i in range(300):
    r = MyRef(o, called.append)
    r.o = o
    r.before = [i]
    o = C()
    o.r = r
del o, r
print(called)
