a = bytearray(b"hello")
a[0] = 72
a.append(33)
a.extend(b"??")
a.extend([65, 66])
a += b"!"
a[1:3] = b"EEE"
del a[-1]
print(a, len(a), a[0], a[1:4], a == bytearray(b"HEEElo!??AB"), a == b"HEEElo!??AB", a.pop(), a.pop(0), a)
a.insert(0, 90)
a.remove(69)
a.reverse()
print(a, a.copy(), a.index(b"l"), a.count(b"E"), a.find(63), 63 in a, b"??" in a, a.upper(), a.replace(b"E", b"e"), a.split(b"l"), a + b"x", type(a + b"x").__name__, type(b"x" + a).__name__, a * 2, a.decode(), a.hex(), bytes(a), repr(bytearray()), str(a))
a[::2] = b"......"[: len(a[::2])]
print(a)
del a[::2]
print(a)
a.clear()
print(a, bool(a), bytearray(3), bytearray("é", "utf8"), bytearray([1, 2]), bytearray(b"x") * 3, bytearray.fromhex("0102"))
m = memoryview(b"abcdef")
print(m[0], m[1:3].tobytes(), len(m), m.tolist(), m == b"abcdef", m.readonly, m.format, m.itemsize, m.nbytes, m.shape, bytes(m[::2]), m.obj)
x = bytearray(b"abc")
v = memoryview(x)
v[0] = 90
v[1:] = b"YX"
print(x, v.readonly)
try:
    x.append(1)
except BufferError as e:
    print(e)
v.release()
x.append(1)
print(x)
with memoryview(b"ctx") as w: print(w.tobytes())
print([i for i in bytearray(b"it")], list(bytearray(b"ab")), max(bytearray(b"az")), bytearray(b"b") > b"a", bytearray(b"%d") % 5)
it = iter(bytearray(b"xyz")); next(it); print(list(it), it.__length_hint__())
