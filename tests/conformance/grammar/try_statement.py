def f(kind):
    try:
        print("try", kind)
        if kind == 1:
            raise ValueError("v")
        if kind == 2:
            raise KeyError("k")
        if kind == 3:
            return "returned"
    except ValueError as e:
        print("except", e)
        return "from except"
    except (KeyError, IndexError):
        print("tuple")
    else:
        print("else")
    finally:
        print("finally")
    return "end"


for kind in range(4):
    print(f(kind))


def override():
    for i in range(2):
        try:
            return "try"
        finally:
            if i == 0:
                pass
    return "?"


print(override())


def nested():
    try:
        try:
            raise ValueError(1)
        finally:
            print("inner finally")
    except ValueError as e:
        print("outer", e)
        try:
            raise KeyError(2)
        except KeyError as k:
            print(repr(k.__context__))
    try:
        e
    except NameError as err:
        print(type(err).__name__, err)


nested()
# PEP 758
try:
    raise IndexError("no parentheses")
except ValueError, IndexError:
    print("pep 758")
try:
    pass
except:
    print("no")
else:
    print("else")
try:
    raise TypeError
except* ValueError:
    print("no")
except* TypeError as eg:
    print(repr(eg))
try:
    raise 5
except TypeError as e:
    print(e)
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as e:
    print(e)
try:
    raise ValueError from 5
except TypeError as e:
    print(e)
try:
    raise
except RuntimeError as e:
    print(e)
try:
    raise ValueError("x") from None
except ValueError as e:
    print(e.__cause__, e.__suppress_context__)
