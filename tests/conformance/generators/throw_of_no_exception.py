"""throw() of a class whose instances are no exceptions."""

class E(Exception):
    def __new__(cls, *args, **kwargs): return cls
def g(): yield
def show(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
show(lambda: g().throw(E))
x = g(); next(x)
show(lambda: x.throw(E))
show(lambda: x.throw(E))
def r():
    raise E
show(r)
def r2():
    raise ValueError from E
show(r2)
async def c(): pass
k = c()
show(lambda: k.throw(E))
k.close()
async def a(): yield 1
show(lambda: a().athrow(E).send(None))
