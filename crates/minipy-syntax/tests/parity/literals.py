# Numbers of all kinds.
ints = [0, 1, 10, 1_000_000, 0x_ff, 0XDEAD_beef, 0o17, 0O7_7, 0b1010, 0B_1, 00, 0_0]
big = 123456789012345678901234567890
huge = 0xffffffffffffffffffffffffffffffffffffffff
limit = 9223372036854775807, 9223372036854775808, -9223372036854775808
floats = [1.0, 1., .5, 1e10, 1E10, 1e+10, 1e-10, 1.5e300, 1_0.0_1e1_0, 0.1, 1e400]
small = 5e-324, 2.2250738585072014e-308, 1e16, 1e15, 123456789012345680.0, 1e-5, 0.0001
imag = [1j, 1J, 1.5j, .5j, 1e10j, 0j, 1_0j, 01j]
constants = [None, True, False, ...]
attr = 1 .real, 1.0.real, 1..real, 1j.imag, 0x1.bit_length()
neg = -0.0
mixed = 1if 1else 2
zero = 0e0, 0.0, 00.5, 007.5
tup = (1,), (), (1, 2), 1,
