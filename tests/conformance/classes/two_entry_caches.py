# Attribute instructions that see two, three and more classes, whose classes change in between.


def read(o): return o.x
def call(o, n): return o.m(n)
def store(o, v): o.x = v


class A:
    def __init__(self): self.x = "a"
    def m(self, n): return ("A.m", n)


class B:
    def __init__(self): self.other = 0; self.x = "b"
    def m(self, n): return ("B.m", n)


class C:
    x = "class c"
    def m(self, n): return ("C.m", n)


class D(A):
    y = "class d"
    @property
    def z(self): return "z"


def tour(*objects):
    for i in range(3):
        for o in objects:
            print(read(o), call(o, i), end=" ")
    print()


a, b, c, d = A(), B(), C(), D()
tour(a)
tour(a, b)
tour(b, a)
tour(a, b, c)
tour(a, b, c, d)
for o in (a, b, a, b, c, d, a):
    store(o, ("stored", type(o).__name__))
tour(a, b, c, d)

# The class changes while both entries know it.
A.m = lambda self, n: ("new A.m", n)
tour(a, b, d)
B.x = property(lambda self: "property")
tour(a, b)
try:
    store(b, 1)
except AttributeError as e:
    print("AttributeError", str(e)[:40])
del B.x
tour(a, b)
del A.m
try:
    tour(a)
except AttributeError as e:
    print(e)
A.m = B.m
tour(a, b)
del a.x
try:
    print(read(a))
except AttributeError as e:
    print(e)
A.x = "of the class"
print(read(a), read(b), read(d))


# Class objects and instances at one site.
class Colour:
    x = 1
    m = staticmethod(lambda n: ("static", n))


for i in range(4):
    print(read(Colour), read(b), call(Colour, i), call(b, i), end=" ")
print()
Colour.x = [2]
for o in (Colour, b, Colour, d, Colour):
    print(read(o), end=" ")
print()
kept = Colour.x
del Colour.x
try:
    read(Colour)
except AttributeError as e:
    print(e)
print(kept)


# A method found once as a function of a module or class, once as a method.
class Space: pass


space = Space()
space.m = lambda n: ("attribute", n)
for i in range(3):
    print(call(space, i), call(b, i), call(c, i), end=" ")
print()


# Methods of builtin types on instances of subclasses; an object of another class is refused.
class Stack(list):
    def push(self, v): self.append(v)
    def peek(self): return self[-1]


class Odd:
    append = list.append
    upper = str.upper


def grow(s, v): s.append(v); return len(s)


s = Stack()
print([grow(s, i) for i in range(3)], s.pop(), s, s.peek())
s.push(7)
print(s, s.index(7), sorted(s, reverse=True))
for victim in (Odd(), s, Odd()):
    try:
        victim.append(1)
        print(victim)
    except TypeError as e:
        print(e)
try:
    Odd().upper()
except TypeError as e:
    print(e)


class Text(str): pass


print(Text("abc").upper(), Text("abc").find("c"), Text("a b").split())


# A local that holds no object is unbound after `del` and at the end of a handler.
def unbound(kind):
    v = kind
    del v
    try:
        return v
    except UnboundLocalError as e:
        return str(e)


print(unbound(1), unbound(None), unbound("s"), sep="\n")


# == of objects that leave it to `object`, in conditions.
def same(p, q):
    if p == q: return "same"
    if p != q: return "other"


class Plain: pass
class Equal:
    def __eq__(self, other): return True


p, q = Plain(), Plain()
print(same(p, p), same(p, q), same(p, A), same(A, A), same(p, Equal()), same(Equal(), p), same(p, None), same(p, 1))
Plain.__eq__ = lambda self, other: True
print(same(p, q))
del Plain.__eq__
print(same(p, q))
