def g(n):
    print("start")
    for i in range(n):
        got = yield i
        if got:
            print("got", got)
    return "result"


x = g(2)
print(type(x).__name__, x.__name__, x.__qualname__, iter(x) is x, x.gi_running, x.gi_suspended, x.gi_frame is not None, x.gi_code is g.__code__, x.gi_yieldfrom)
print(next(x), x.send("hello"), x.gi_suspended)
try:
    next(x)
except StopIteration as e:
    print("StopIteration", e.value, x.gi_frame, x.gi_suspended)
print(next(x, "default"), list(x))
y = g(1)
try:
    y.send(5)
except TypeError as e:
    print(e)
print(next(y))
y.close()
y.close()
print(y.gi_frame)
z = g(1)
z.close()
try:
    next(z)
except StopIteration as e:
    print("closed", e.value)


def reent():
    yield next(me)


me = reent()
try:
    next(me)
except ValueError as e:
    print(e)


def raises():
    yield 1
    raise ValueError("inside")


r = raises()
next(r)
try:
    next(r)
except ValueError as e:
    print(e)
print(list(r))


def stop():
    yield 1
    raise StopIteration("x")


s = stop()
next(s)
try:
    next(s)
except RuntimeError as e:
    print(e, repr(e.__cause__))
print(repr(x).startswith("<generator object g at 0x"))
x.__name__ = "renamed"
print(x.__name__)
print(sum(i * i for i in range(10)), max(i for i in [3, 1, 2]), tuple(i for i in "ab"), [*(i for i in range(2))])
a, b, *c = (i for i in range(5))
print(a, b, c)
