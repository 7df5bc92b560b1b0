"""Views whose items do not lie one after the other, where bytes are wanted; slices with steps beyond any memory."""


def show(function):
    try:
        print(function())
    except Exception as e:
        print(type(e).__name__, str(e).partition(" at 0x")[0])


m = memoryview(b"1x2x3x")
show(lambda: int(m[::2]))
show(lambda: float(m[::2]))
show(lambda: int(memoryview(b"123")[::-1], 10))
show(lambda: float(memoryview(b"123")[::-1]))
show(lambda: int(memoryview(b"123").cast("B", (1, 3))))
show(lambda: str(m[::2], "ascii"))
show(lambda: compile(m[::2], "f", "eval"))
show(lambda: eval(m[::2]))
show(lambda: bytes.fromhex(m[::2]))
show(lambda: bytearray(b"x").extend(m[::2]))
show(lambda: bytes(m[::2]))
show(lambda: (int(m[:1]), float(m[:1]), str(m[:1], "ascii"), eval(m[:1])))
released = memoryview(b"1")
released.release()
show(lambda: int(released))
show(lambda: str(released, "ascii"))

for view in (memoryview(bytearray(8)).cast("h"), memoryview(b"abcdef").cast("B", (2, 3)), memoryview(b"abc")):
    for piece in (slice(2**63 - 1, None, -(2**63)), slice(None, None, 2**62), slice(5, None, 2**63 - 1)):
        show(lambda: view[piece].shape)
        if view.ndim == 1:
            show(lambda: view[piece].tolist())
            show(lambda: (bytes(view[piece]), view[piece] == view[piece], list(view[piece][::-1])))

array = bytearray(b"abc")
for index in (0, 3, -4, 2**70):
    for value in (65, 256, -1, "x"):
        try:
            array[index] = value
            print(array)
        except Exception as e:
            print(type(e).__name__, e)
try:
    *a, b, c = range(10**30)
except OverflowError as e:
    print(e)
