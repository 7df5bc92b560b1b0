# Nested blocks with every kind of end.
def f(x):
    if x:
        while x:
            for y in x:
                with y as z:
                    try:
                        z()
                    except A as a:
                        return a
                    except (B, C):
                        continue
                    else:
                        break
                    finally:
                        print(z)
            else:
                x = None
        return x
    elif not x:
        class Local(Exception):
            def __enter__(self): return self
            def __exit__(self, *args): return False
        with Local() as one, Local() as two: raise one from two
    else:
        del x
        return
    async def g():
        async with a as b:
            async for c in b:
                await c
                yield c
    return lambda: (yield)
f(1); f(2)
if f: f
try: f()
except: pass
else: pass
finally: pass
def h():
    def i():
        def j():
            pass;
    pass
