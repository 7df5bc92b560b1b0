# List, set, dict comprehensions and generator expressions.
a = [x for x in y]
b = [x for x in y if x]
c = [x for x in y if x if z]
d = [x for x in y for z in x]
e = [x for x in y if x for z in x if z]
f = {x for x in y}
g = {x: y for x, y in z}
h = (x for x in y)
i = [(x, y) for x, y in z]
j = [x for x, in y]
k = [x for x, *y in z]
l = [[x for x in y] for y in z]
m = {**a, 'b': 1, **c}
n = {x: {y: z for y in z} for x in y}
o = [x if x else y for x in z]
p = [x for x in (y if z else w)]
q = [lambda: x for x in y]
r = [x for x in (lambda: y, 1)] if 0 else None
s = sum(x for x in y)
t = [x := 1, x]
u = [y := f(x), y**2]
v = {(x := 1) for z in w}
w = [x for (x) in y]
x = [x for x.y in z]
y = [x for x[0] in z]
z = [x for [x, y] in z]
aa = ((x for x in y) for z in w)
ab = [x for x in y or z]
ac = [x for x in y if not x]
ad = (x
      for x in y
      if x)
ae = [x for x in y if x and z]
af = [y := x for x in z]
ag = {y := x for x in z}
ah = (y := x for x in z)
