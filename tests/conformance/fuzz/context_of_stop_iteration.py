# StopIteration with a value has no context, without one it has.
def g(v):
    return v
    yield
async def a():
    return 5
async def ag():
    yield 6
def t(f):
    try:
        try: 1//0
        except ZeroDivisionError:
            f()
    except BaseException as e: print(type(e).__name__, e, type(e.__context__).__name__)
t(lambda: next(g(2))); t(lambda: next(g(None))); t(lambda: g(2).send(None)); t(lambda: g(None).send(None)); t(lambda: g(2).__next__()); t(lambda: g(None).__next__())
t(lambda: a().send(None)); t(lambda: ag().__anext__().send(None)); t(lambda: next(iter([]))); t(lambda: iter([]).__next__()); t(lambda: g(2).throw(ValueError)); t(lambda: next(ag().__anext__()))
def h():
    try: yield
    except ValueError: return 7
x=h(); next(x); t(lambda: x.throw(ValueError))
def d():
    yield from g(3)
    return 4
t(lambda: next(d())); t(lambda: a().__await__().__next__()); t(lambda: next(a().__await__()))
async def b(): return None
t(lambda: b().send(None))
t(lambda: next(ag().aclose())); 
def k():
    raise StopIteration(3)
    yield
t(lambda: next(k()))
async def e():
    async for q in ag(): pass
t(lambda: e().send(None))
