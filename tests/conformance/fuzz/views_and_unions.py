# Views that `__buffer__` of a view makes, what is looked at before a released view, and unions of what is equal.
def show(text):
    try:
        print(text, "->", ascii(eval(text, globals())))
    except BaseException as e:
        print(text, "->", type(e).__name__, ascii(str(e)))


array = bytearray(b"abc")
m = memoryview(array)
v = m.__buffer__(0)
print(v.obj is m, memoryview(m).obj is m, v.tobytes())
part, again = v[1:], memoryview(v)
print(part.obj is m, again.obj is m, part.tobytes())
show("m.release()")
deeper = v.__buffer__(0)
print(deeper.obj is v)
show("v.release()")
for view in (deeper, v, again, part, m):
    view.release()
array.append(1)

released = memoryview(b"abc")
released.release()
m, other, array = memoryview(b"abc"), memoryview(b"abc"), bytearray(b"abc")
for text in (
    "m.__release_buffer__(memoryview(m))", "m.__release_buffer__(m)", "m.__release_buffer__(m.__buffer__(0))", "m.__release_buffer__(m[:])", "m.__release_buffer__(other)",
    "m.__release_buffer__(released)", "released.__release_buffer__(released)", "m.__release_buffer__(5)", "m.__buffer__(2**70)", "m.__buffer__(2**40)", "m.__buffer__(1)",
    "array.__release_buffer__(memoryview(array))", "array.__release_buffer__(memoryview(memoryview(array)))", "array.__release_buffer__(m)",
    "released.hex(':', 'a')", "released.hex(5, 1)", "released.tobytes(5)", "released.tobytes('x')", "released.cast(5)", "released.cast('B', 5)", "released.index(1, 'a')",
    "m.cast('B', None)", "m.cast('B', shape=None)", "m.cast('Q', [1, 'a'])", "m.cast('B', [1, 'a'])", "m.cast('B', [3]).tobytes()", "m.cast('B', [3, 1]).cast('B', [1, 3])",
    "m.cast('B', [3, 1]).cast('B').tobytes()", "memoryview(bytearray(6)).cast('B', (2, 3)).__setitem__(2**128, 1)",
):
    show(text)
show("m.tobytes()")


class Same(type):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 5


class Equal(Same):
    def __hash__(self):
        return {"A": 1, "B": 2}[self.__name__]


class Unhashable(type):
    __hash__ = None


class Raising(type):
    def __hash__(self):
        raise ValueError("hash")


class T(tuple):
    pass


A, B = Equal("A", (), {}), Equal("B", (), {})
C, D = Same("C", (), {}), Same("D", (), {})
U, R = Unhashable("U", (), {}), Raising("R", (), {})
for text in (
    "A | B", "A | int", "C | D", "C | D | int", "U | int", "U | int | U", "(U | int) == (int | U)", "(U | int) != (int | U)", "hash(U | int)", "R | int", "R | int | R", "hash(R | int)",
    "(int | str) | []", "(int | str) | [] | []", "((int | str) | []) == (int | str | [])", "((int | str) | []) == (int | str)", "((int | str) | []) == ((int | str) | [1])",
    "(int | str) | (1,)", "(int | str) | T((1,))", "(int | str) | 1.0 | 1 | True", "int | str == str | int",
):
    show(text)
