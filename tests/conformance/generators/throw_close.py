def g():
    while True:
        try:
            yield 1
        except ValueError as e:
            print("caught", e)
            yield "after"
        finally:
            print("finally")


x = g()
next(x)
print(x.throw(ValueError("v")))
print(next(x))
try:
    x.throw(KeyError, KeyError("k"))
except KeyError as e:
    print(repr(e))
print(next(x, "done"))
x = g()
try:
    x.throw(RuntimeError("not started"))
except RuntimeError as e:
    print(e, x.gi_frame)


def ignore():
    try:
        yield 1
    except GeneratorExit:
        print("exit ignored")
        yield 2


x = ignore()
next(x)
try:
    x.close()
except RuntimeError as e:
    print(e)


def returns():
    try:
        yield 1
    except GeneratorExit:
        return "close value"


x = returns()
next(x)
print(x.close())


def raise_in_close():
    try:
        yield
    finally:
        raise KeyError("in finally")


x = raise_in_close()
next(x)
try:
    x.close()
except KeyError as e:
    print(repr(e), repr(e.__context__))
def del_order():
    try:
        yield 1
    finally:
        print("finalised")
x = del_order()
next(x)
del x
print("after del")
for v in del_order():
    break
print("after loop")
x = del_order()
next(x)
x = None
print("replaced")
x = g()
next(x)
try:
    x.throw(GeneratorExit)
except GeneratorExit as e:
    print(repr(e))
def swallow():
    try: yield
    except BaseException as e: print(type(e).__name__)
x = swallow()
next(x)
try:
    x.throw(KeyboardInterrupt)
except StopIteration:
    print("stopped")
