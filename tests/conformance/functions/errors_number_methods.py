# Errors of native calls: number, names and types of arguments.
from _calls import show

show(
    r'''(5).bit_length(1)|(5).to_bytes(0, "little")|(5).to_bytes(1, "x")|int.from_bytes()|int.from_bytes(1)|'''
    r'''(1.5).hex(1)|(1.5).is_integer(1)|(1).real()|b"".join([1])|b"a".find("a")|b"a".decode("nope")|b"\xff".decode()|'''
    r'''bytes.fromhex("1")|bytes.fromhex("zz")|float.fromhex("x")|bytearray().append("a")|bytearray().append(300)'''
)
