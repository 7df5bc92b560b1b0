# yield in all places.
def a():
    yield
    yield 1
    yield 1, 2
    yield *a, b
    yield from b
    x = yield
    x = yield 1
    x = yield 1, 2
    x = yield from b
    x += yield
    x: int = yield
    x = y = yield 1
    (yield)
    (yield 1)
    (yield from b)
    f((yield))
    f((yield 1), 2)
    [(yield)]
    {(yield): (yield 1)}
    x = (yield) + (yield 1)
    return (yield)
def b():
    if (yield): pass
    while (yield 1): break
    for x in (yield): pass
    with (yield) as y: pass
    assert (yield)
    await_((yield))
    lambda: (yield)
    f'{(yield)}'
    f'{yield}'
    f'{yield 1}'
    x[(yield)] = yield
    del x[(yield)]
    return
    yield(1)
    yield (yield)
    yield x if y else z
    yield lambda: 1
    yield not x
