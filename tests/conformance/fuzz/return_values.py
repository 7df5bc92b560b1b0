# Generators that return a value end an iteration like any other: the value shows only in StopIteration.
def g():
    yield 1
    return 3


def show(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)


show(lambda: [*g()])
show(lambda: list(g()))
show(lambda: ({*g()}, (*g(),), set(g()), tuple(g()), sum(g())))
show(lambda: [a for a in g()])
show(lambda: print(*g()))


def unpack():
    (a,) = g()
    *b, = g()
    return a, b


show(unpack)


def extend():
    items = []
    items.extend(g())
    items += g()
    items[:0] = g()
    return items


show(extend)
show(lambda: dict(zip(g(), g())))
show(lambda: "".join(str(x) for x in g()))
show(lambda: (max(g()), sorted(g()), 3 in g(), any(g()), list(map(str, g())), list(enumerate(g()))))
show(lambda: int.__gt__(1, *g()))


def last():
    it = g()
    next(it)
    return next(it)


show(last)


def last_method():
    it = g()
    it.__next__()
    return it.__next__()


show(last_method)


def default():
    it = g()
    next(it)
    return next(it, "default"), next(it, "default")


show(default)


class Stop:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration(5)


show(lambda: next(Stop()))
show(lambda: Stop().__next__())
show(lambda: next(Stop(), 6))
show(lambda: list(Stop()))


def delegating():
    x = yield from Stop()
    y = yield from g()
    yield x, y


show(lambda: list(delegating()))


async def agen():
    yield 1


def step():
    it = agen().__anext__()
    return next(it)


show(step)
show(lambda: agen().__anext__().__next__())
show(lambda: list(agen().__anext__()))
