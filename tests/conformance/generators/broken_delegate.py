"""Delegating to an iterator whose attributes `throw` and `close` cannot be had."""

import sys


class Broken:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def __getattr__(self, name):
        1 / 0

    def __repr__(self):
        return "<broken>"


def g():
    try:
        yield from Broken()
    finally:
        print("ended")


sys.unraisablehook = lambda u: print("unraisable", u.exc_type.__name__, u.err_msg, u.object)


def attempt(use):
    generator = g()
    next(generator)
    try:
        print(use(generator))
    except BaseException as e:
        print(repr(e))
    print(generator.gi_frame is None)


attempt(lambda generator: generator.send(1))
attempt(lambda generator: generator.throw(AttributeError))
attempt(lambda generator: generator.close())
attempt(lambda generator: generator.throw(GeneratorExit))
