# What dies with an object may collect: the block of the object that is being destroyed stays.
import gc


class Collects:
    def __del__(self):
        gc.collect()


class Plain:
    pass


class Slotted:
    __slots__ = ("a", "b", "c", "d", "e", "f", "g", "h")


class OwnList(list):
    pass


def alone(make):
    for _ in range(60):
        made = make()
        made = None


def plain():
    made = Plain()
    made.held = Collects()
    return made


def slotted():
    made = Slotted()
    made.h = Collects()
    return made


alone(plain)
alone(slotted)
alone(lambda: OwnList([Collects()]))
alone(lambda: [Collects()])
alone(lambda: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, Collects()))
alone(lambda: {"key": Collects()})
alone(lambda: {1, 2, Collects()})
alone(lambda: (lambda held=Collects(): held))
print("instances and containers")

import asyncio


class OwnFuture(asyncio.Future):
    pass


loop = asyncio.new_event_loop()


def future(kind=OwnFuture):
    made = kind(loop=loop)
    made.set_result(Collects())
    return made


alone(future)
alone(lambda: future(asyncio.Future))
kept = [[OwnList([Collects()]) for _ in range(10)] for _ in range(3)]
del kept
loop.close()
print("futures")
