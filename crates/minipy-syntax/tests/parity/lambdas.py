# Lambda expressions with all kinds of parameters.
a = lambda: 1
b = lambda x: x
c = lambda x, y=1, *args, z, w=2, **kw: (x, y)
d = lambda x, /: x
e = lambda x, /, y: x
f = lambda *, x: x
g = lambda *args: args
h = lambda **kw: kw
i = lambda x, /, *, y=1: x
j = lambda x: lambda y: x + y
k = lambda: (yield)
l = lambda x=lambda: 1: x
m = lambda *, x, **kw: x
n = (lambda: 1)()
o = [lambda: x for x in y]
p = lambda: a if b else c
q = lambda x,: x
r = lambda *a, b: b
s = f(lambda: 1, key=lambda x: -x)
t = {lambda: 1: lambda: 2}
u = lambda: [1, 2]
v = lambda: a, b
w = lambda x=(1, 2), *y: x
x = lambda a, b=2, /, c=3, *d, e=4, **f: None
