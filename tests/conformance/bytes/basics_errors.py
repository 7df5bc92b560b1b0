# The errors of bytes/basics.
b = b"hello\x00\xff"
for code in ("b[100]", "b['a']", "b + 'a'", "'a' + b", "b'é'.x if 0 else b.nope", "b[0] = 1", "b == 'hello'", "b < 'a'", "'a' in b", "300 in b", "b.find('a')", "b.split('a')", "b.replace('a', b'')", "b.join(['a'])", "b.startswith('a')", "b'\\xff'.decode()", "b'\\x80abc'.decode('ascii')", "b'ab\\xe2\\x82'.decode()", "b'a'.decode('nope')", "bytes('a')", "bytes(-1)", "bytes([256])", "bytes([-1])", "bytes(['a'])", "bytes(1.5)", "bytes(None)", "bytes(2**70)", "bytes('a', 'ascii', 'strict', 1)", "bytes(5, 'utf-8')", "bytes.fromhex('a')", "bytes.fromhex('0g')", "bytes.fromhex(5)", "b'%d' % 'a'", "b'%s' % 'a'", "bytes.maketrans(b'a', b'')", "b * 'a'", "int(b'x')", "b'' .center(5, b'ab')", "b.hex('ab')", "b'a'.zfill('x')"):
    try:
        print(code, eval(code) if " = " not in code else exec(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
