# An exception that is thrown into a generator by its own handler; classes that make no exceptions; frames of generators that are cleared.
import sys


def handler():
    try:
        print(sys.exception())
        yield
    except Exception as error:
        print(sys.exception() is error, error.__context__)
        yield "first"
        print(repr(sys.exception()))
        yield "second"
        raise


def outer():
    yield from handler()


for make in handler, outer:
    generator = make()
    next(generator)
    try:
        raise ValueError("thrown")
    except ValueError as error:
        print(generator.throw(error))
        print(repr(sys.exception()))
    print(repr(sys.exception()))
    print(next(generator), repr(sys.exception()))
    try:
        next(generator)
    except ValueError as error:
        print("again", error, error.__context__)


def outer_handles():
    try:
        yield
    except KeyError:
        yield from inner()
        print(repr(sys.exception()))


def inner():
    print("inner", repr(sys.exception()))
    yield "inner"
    print("inner", repr(sys.exception()))


generator = outer_handles()
next(generator)
try:
    raise KeyError(1)
except KeyError as error:
    print(generator.throw(error))
print(list(generator), sys.exception())


def plain():
    yield sys.exception()
    yield sys.exception()


generator = plain()
try:
    raise KeyError(2)
except KeyError:
    print(repr(next(generator)))
print(next(generator))


class NoException(Exception):
    def __new__(cls, *args):
        return cls


class Refuses(Exception):
    def __init__(self):
        raise KeyError("refused")


def watcher():
    try:
        yield 1
    except BaseException as error:
        print("in the generator:", type(error).__name__, error)
        yield 2


for thrown in NoException, Refuses:
    generator = plain()
    next(generator)
    try:
        generator.throw(thrown)
    except Exception as error:
        print(type(error).__name__, error)
    print(list(generator))
    generator = watcher()
    next(generator)
    print(generator.throw(thrown))


class Noisy:
    def __del__(self):
        print("gone")


def holder(value):
    yield
    yield


generator = holder(Noisy())
generator.gi_frame.clear()
print("cleared", list(generator))
generator = holder(Noisy())
next(generator)
try:
    generator.gi_frame.clear()
except RuntimeError as error:
    print(error)
generator.close()
print("closed")
