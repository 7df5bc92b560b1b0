# The errors of generators/basics.
def g(n):
    print("start")
    for i in range(n):
        got = yield i
        if got:
            print("got", got)
    return "result"
x = g(2)
y = g(1)
y.close()
y.close()
z = g(1)
z.close()
def reent():
    yield next(me)
me = reent()
def raises():
    yield 1
    raise ValueError("inside")
r = raises()
next(r)
def stop():
    yield 1
    raise StopIteration("x")
s = stop()
next(s)
x.__name__ = "renamed"
for code in ("x.__name__ = 1", "x.gi_frame = 1", "type(x)()", "x.send()", "x.throw()", "x.throw(5)", "x.throw(ValueError, 'v', 5)"):
    try:
        exec(code)
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
a, b, *c = (i for i in range(5))
