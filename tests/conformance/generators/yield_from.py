def inner():
    try:
        x = yield 1
        print("inner got", x)
        y = yield 2
        print("inner got", y)
    except ValueError as e:
        print("inner caught", e)
        yield "handled"
    finally:
        print("inner finally")
    return "inner result"


def outer():
    r = yield from inner()
    print("r =", r)
    r = yield from [10, 20]
    print("list gives", r)
    return (yield from range(2))


o = outer()
print(next(o), o.gi_yieldfrom.__name__, o.send("a"), o.send("b"))
print(list(o))
o = outer()
next(o)
print(o.throw(ValueError("v")))
print(next(o), next(o))
try:
    o.send("to a list")
except AttributeError as e:
    print(e)
o = outer()
next(o)
o.close()


def deep(n):
    if n == 0:
        yield "bottom"
        return 0
    return 1 + (yield from deep(n - 1))


d = deep(200)
print(next(d))
try:
    next(d)
except StopIteration as e:
    print(e.value)


def tree(t):
    if isinstance(t, list):
        for x in t:
            yield from tree(x)
    else:
        yield t


print(list(tree([1, [2, [3, 4], 5], [[6]]])))


class Iter:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration("iter value")
        return self.n
    def send(self, v):
        print("send", v)
        return v
    def throw(self, *a):
        print("throw", a)
        return "thrown"
    def close(self): print("close")


def use(): print("value", (yield from Iter()))


u = use()
print(next(u), u.send("s"), u.throw(KeyError("k")))
u.close()
print(list(use()))
def bad(): yield from 5
try:
    next(bad())
except TypeError as e:
    print(e)
def shared():
    g = (i for i in range(4))
    yield from g
    yield from g
    yield "end"
print(list(shared()))
def already():
    yield from me
me = already()
try: next(me)
except ValueError as e: print(e)
