b = b"hello\x00\xff"
print(b, len(b), b[0], b[-1], b[1:3], b[::-1], list(b[:3]), b == b"hello\x00\xff", b < b"i", b + b"x", b * 2, b"x" in b, 104 in b, b"ell" in b, hash(b) == hash(b"hello\x00\xff"), bool(b""))
print(bytes(), bytes(3), bytes([1, 2]), bytes(b"a"), bytes("é", "utf-8"), bytes(range(5)), bytes((65,)), bytes(bytearray(b"q")), bytes(memoryview(b"mv")), bytes({7}))
print(repr(b"'"), repr(b'"'), repr(b"'\""), repr(b"\t\n\r\\\x7f\x80"), str(b"a"), b"a".hex(), b"\x01\xff\x10".hex("-"), b"\x01\xff\x10\x20".hex(":", 2), bytes.fromhex("01 ff"), bytes.fromhex("DEad"))
print(b"a,b".split(b","), b" a b ".split(), b"abc".find(b"c"), b"abc".find(99), b"abc".index(b"b"), b"abc".replace(b"b", b"X"), b"abc".upper(), b"ABC".lower(), b"aBc".swapcase(), b"a b".title(), b"xax".strip(b"x"), b"-".join([b"a", bytearray(b"b")]), b"a".center(3, b"*"), b"5".zfill(3), b"abc".startswith(b"a"), b"abc".endswith((b"c",)), b"a\nb".splitlines(), b"a=b".partition(b"="), b"abca".count(b"a"), b"abc".count(97), b"ab\tc".expandtabs(4), b"abc".translate(bytes.maketrans(b"a", b"z"), b"c"), b"abc".removeprefix(b"a"), b"a".ljust(2) + b"|", b"abc".rfind(b"c"), b"a-b-c".rsplit(b"-", 1))
print(b"abc".isalpha(), b"12".isdigit(), b"".isalnum(), b"A".isupper(), b" ".isspace(), b"a".isascii(), b"\xff".isascii(), b"Ab".istitle(), b"a".islower())
print(b"\xc3\xa9".decode(), b"\xff".decode("latin-1"), b"\xff\xfea\x00".decode("utf-16"), b"a\xff".decode("utf-8", "replace"), b"a\xffb".decode("ascii", "ignore"), b"\xff".decode("utf-8", "backslashreplace"), ascii(b"\xff".decode("utf-8", "surrogateescape")), b"abc".decode(encoding="ascii", errors="strict"))
print(b"%d %s %r %x %c %a %.2f %5b|" % (1, b"s", "r", 255, 65, "é", 1.5, b"b"), b"%(a)s" % {b"a": b"v"}, b"%%" % ())
for code in ("b[100]", "b['a']", "b + 'a'", "'a' + b", "b'é'.x if 0 else b.nope", "b[0] = 1", "b == 'hello'", "b < 'a'", "'a' in b", "300 in b", "b.find('a')", "b.split('a')", "b.replace('a', b'')", "b.join(['a'])", "b.startswith('a')", "b'\\xff'.decode()", "b'\\x80abc'.decode('ascii')", "b'ab\\xe2\\x82'.decode()", "b'a'.decode('nope')", "bytes('a')", "bytes(-1)", "bytes([256])", "bytes([-1])", "bytes(['a'])", "bytes(1.5)", "bytes(None)", "bytes(2**70)", "bytes('a', 'ascii', 'strict', 1)", "bytes(5, 'utf-8')", "bytes.fromhex('a')", "bytes.fromhex('0g')", "bytes.fromhex(5)", "b'%d' % 'a'", "b'%s' % 'a'", "bytes.maketrans(b'a', b'')", "b * 'a'", "int(b'x')", "b'' .center(5, b'ab')", "b.hex('ab')", "b'a'.zfill('x')"):
    try:
        print(code, eval(code) if " = " not in code else exec(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
for x in b"ab": print(x, end=" ")
print(*b"cd", [*b"e"], dict(enumerate(b"f")), bytes(reversed(b"abc")), sorted(b"cab"), max(b"az"), sum(b"ab"))
