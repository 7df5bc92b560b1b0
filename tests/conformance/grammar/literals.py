print(0, 1_000, 0x_ff, 0o17, 0b1010, 0XFF, 1e3, 1_0.0_1, .5, 5., 1e-7, 1E+3, 3j, .5J, 1_0j)
print('a' "b" 'c', """tri
ple""", r'\n', '\x41\u00e9\U0001F600\N{BULLET}\101', 'line\
cont')
print(b'by' b'tes', rb'\x00', b'\x00\xff\n', Rb'\q', bR"\"")
print(True, False, None, ..., Ellipsis is ...)
print([], [1], [1, 2,], (), (1,), (1, 2), {}, {1: 2}, {1}, {1: 2, **{3: 4}}, [*range(3), *'ab'], (*[], 1), {*[1], *[1]})
print(1 if True else 2, (lambda: 0)(), (lambda x, /, y=2, *a, z, **k: (x, y, a, z, k))(1, z=3))
print(1_2.3_4e1_0, 0xdead_beef, 00, 0_0)
print("tab\tquote\"'", 'nul\0x'.encode(), "\a\b\f\v".encode())
print(-5, +5, ~5, not 5, --5, -+~5, - -5)
print("😀", len("😀"), "é" == "\xe9")
