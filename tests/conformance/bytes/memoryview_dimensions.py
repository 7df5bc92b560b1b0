# Views of several dimensions and of none: subscripts, assignments and their errors.
view = memoryview(bytes(range(24))).cast("B", [4, 6])
for part in (slice(0, 1), slice(1, 3), slice(None, None, -1), slice(3, 1), slice(0, 4, 2)):
    rows = view[part]
    print(rows.shape, rows.strides, rows.tolist(), rows.contiguous, rows.nbytes, rows.tobytes())
cube = memoryview(bytes(range(24))).cast("B", [2, 3, 4])[1:]
print(cube.shape, cube.tolist(), cube == cube, cube[0, 1, 2])

target = memoryview(bytearray(12)).cast("B", [3, 4])
single = memoryview(bytearray(1)).cast("B", [])


def attempt(name, action):
    try:
        result = action()
        print(name, "->", result if isinstance(result, (int, bool, list, type(None))) else type(result).__name__)
    except Exception as error:
        print(name, "!", type(error).__name__, error)


for key in (0, slice(0, 1), (0, 1), (slice(0, 1), slice(0, 1)), (0, slice(1)), (0,), (), (0, 1, 2), (9, 9), ..., "a"):
    attempt(f"get {key!r}", lambda: target[key])
    attempt(f"set {key!r}", lambda: target.__setitem__(key, 7))
    attempt(f"get0 {key!r}", lambda: single[key])
    attempt(f"set0 {key!r}", lambda: single.__setitem__(key, 7))
    print(target.tolist(), single.tolist())
attempt("iterate", lambda: list(target))
attempt("index", lambda: target.index(3))
attempt("count", lambda: target.count(3))
attempt("contains", lambda: 3 in target)
flat = memoryview(bytearray(3))
attempt("flat get", lambda: flat[...])
attempt("flat set", lambda: flat.__setitem__(..., b"abc"))
attempt("index0", lambda: single.index(3))
attempt("count0", lambda: single.count(3))
