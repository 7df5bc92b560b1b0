"""Memory views that are no single piece, where one piece of bytes is wanted: what refuses them, and with which words."""
from array import array


def attempt(name, call):
    try:
        print(name, repr(call()))
    except Exception as e:
        print(name, type(e).__name__, e)


VIEWS = {
    "every second": memoryview(b"12345678")[::2],
    "none, with a step": memoryview(b"12345678")[0:0:2],
    "one, with a step": memoryview(b"12345678")[0:1:2],
    "none": memoryview(b"12345678")[0:0],
    "backwards": memoryview(b"12345678")[::-1],
    "two dimensions": memoryview(b"12345678").cast("B", (2, 4)),
}
for title, m in VIEWS.items():
    print("--", title, m.shape, m.strides, m.c_contiguous, m.f_contiguous, m.contiguous)
    for name in "find rfind index rindex count split rsplit strip startswith removeprefix removesuffix hex".split():
        for receiver in b"1", bytearray(b"1"):
            attempt(name, lambda: getattr(receiver, name)(m))
    for receiver in b"1", bytearray(b"1"):
        attempt("in", lambda: m in receiver)
        attempt("add", lambda: receiver + m)
        attempt("join", lambda: receiver.join([m]))
        attempt("eq", lambda: (receiver == m, m == receiver))
        attempt("endswith", lambda: receiver.endswith((m,)))
        attempt("replace", lambda: receiver.replace(m, m))
        attempt("translate", lambda: receiver.translate(m))
        attempt("delete", lambda: receiver.translate(None, m))
        attempt("maketrans", lambda: receiver.maketrans(m, m) == bytes(range(256)))
    a = bytearray(b"1")
    attempt("extend", lambda: (a.extend(m), a))
    attempt("iadd", lambda: a.__iadd__(m))
    attempt("setitem", lambda: (a.__setitem__(slice(0, 1), m), a))
    attempt("int", lambda: int(m))
    attempt("from_bytes", lambda: int.from_bytes(m))
    attempt("str", lambda: str(m, "ascii"))
    attempt("bytes", lambda: (bytes(m), bytearray(m), m.tobytes(), m.hex(), m.tolist()))
    attempt("%b", lambda: b"%b" % m)
    attempt("array", lambda: array("b", m))
    attempt("frombytes", lambda: array("b").frombytes(m))
    attempt("write", lambda: open("/dev/null", "wb").write(m))
    attempt("write, raw", lambda: open("/dev/null", "wb", 0).write(m))

zero = open("/dev/zero", "rb", 0)
target = bytearray(b"12345678")
attempt("readinto", lambda: zero.readinto(memoryview(b"12345678")))
attempt("readinto", lambda: zero.readinto(b"1"))
attempt("readinto", lambda: zero.readinto("1"))
attempt("readinto", lambda: zero.readinto(memoryview(target)[::2]))
attempt("readinto", lambda: (zero.readinto(memoryview(target)[2:4]), target))
attempt("readinto", lambda: (zero.readinto(array("i", [1])), target))
