"""athrow(), aclose() and asend() of async generators that have ended; when the argument of athrow() is looked at."""

async def g():
    yield 1
async def g2():
    try: yield 1
    except ValueError: return
def run(aw):
    try:
        while True: print('yield', aw.send(None))
    except StopIteration as e: print('stop', e.value)
    except BaseException as e: print(type(e).__name__, e)
for make in (g, g2):
    a = make()
    run(a.__anext__()); run(a.__anext__()); run(a.__anext__())
    run(a.athrow(ValueError)); run(a.athrow(GeneratorExit)); run(a.aclose()); run(a.asend(1))
    a = make(); run(a.athrow(ValueError('x'))); run(a.athrow(ValueError('y'))); run(a.__anext__())
    a = make(); run(a.__anext__()); run(a.athrow(ValueError('x'))); run(a.athrow(KeyError)); run(a.aclose())
    a = make(); run(a.aclose()); run(a.athrow(KeyError)); run(a.aclose()); run(a.__anext__())
    a = make(); x = a.athrow(5)
    try: x.send(None)
    except BaseException as e: print(type(e).__name__, e)
