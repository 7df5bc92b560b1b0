"""Memory that is in use while an argument runs Python code: it cannot be resized or released meanwhile."""

import array


class Evil:
    def __init__(self, owner):
        self.owner = owner

    def __buffer__(self, flags):
        self.owner.clear()
        return memoryview(self.owner)

    def __release_buffer__(self, view):
        view.release()

    def __index__(self):
        self.owner.clear()
        return ord("A")


def attempt(name, *args):
    data = bytearray(b"AxA")
    evil = Evil(data)
    try:
        print(name, getattr(data, name)(*[evil if a is Evil else a for a in args]), data)
    except Exception as e:
        print(name, type(e).__name__, e, data)


for name in ("find", "count", "index", "rindex", "rfind", "__contains__", "split", "rsplit", "startswith", "endswith"):
    attempt(name, Evil)
attempt("startswith", (b"y", Evil))
attempt("find", b"x", Evil)
attempt("count", b"x", Evil, Evil)
attempt("__add__", Evil)
attempt("__eq__", Evil)
attempt("__lt__", Evil)

data = bytearray(b"\xaa")
view = None


class Separator(bytes):
    def __len__(self):
        if view is not None:
            view.release()
        data.clear()
        return 1


for use in (lambda: data.hex(Separator(b":")),):
    try:
        use()
    except BufferError as e:
        print(e)
data = bytearray(b"AAAA")
view = memoryview(data)
try:
    view.hex(Separator(b":"))
except BufferError as e:
    print(e)
view.release()


class Hashed(array.array):
    def __hash__(self):
        view.release()
        self.clear()
        return 1


owner = Hashed("B", b"A" * 64)
view = memoryview(owner).toreadonly()
for use in (hash, memoryview.__hash__):
    try:
        use(view)
    except BufferError as e:
        print(e)
print(len(owner))

# The methods of the buffer protocol are slot wrappers.
for kind, value in ((bytes, b"abc"), (bytearray, bytearray(b"abc")), (memoryview, memoryview(b"abc")), (array.array, array.array("b", [1]))):
    print(kind.__buffer__, kind.__buffer__.__doc__, kind.__buffer__.__text_signature__, hasattr(kind, "__release_buffer__"))
    for use in (
        lambda: value.__buffer__(0).tolist(),
        lambda: value.__buffer__(),
        lambda: value.__buffer__("a"),
        lambda: value.__buffer__(1 << 40),
        lambda: value.__buffer__(1).readonly,
        lambda: value.__buffer__(0, 1),
        lambda: value.__buffer__(flags=0),
        lambda: kind.__buffer__(),
        lambda: kind.__buffer__(1, 0),
        lambda: value.__release_buffer__(1),
        lambda: value.__release_buffer__(memoryview(b"x")),
        lambda: value.__release_buffer__(value.__buffer__(0)),
        lambda: value.__release_buffer__(),
    ):
        try:
            print("   ", use())
        except Exception as e:
            print("   ", type(e).__name__, e)
view = bytearray(b"a").__buffer__(0)
owner = view.obj
owner.__release_buffer__(view)
try:
    owner.__release_buffer__(view)
except ValueError as e:
    print(e)

data = bytearray(b"ab")
try:
    data += data
except BufferError as e:
    print(e, data)
data.extend(data)
print(data)
data = bytearray()
data += data
print(data)
