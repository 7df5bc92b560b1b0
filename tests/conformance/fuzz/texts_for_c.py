# Texts that C code takes as UTF-8 without NULs: lone surrogates and NULs in names of encodings, handlers, modes and formats.


def show(text):
    try:
        print(ascii(text), "->", ascii(eval(text, globals())))
    except BaseException as e:
        print(ascii(text), "->", type(e).__name__, ascii(str(e)))


class C:
    pass


class S(str):
    pass


for bad in (r"'x\ud800'", r"'a\0'", r"'\ud800\0'", "5", "None"):
    for call in (
        "''.encode(%s)", "''.encode('utf-8', %s)", "'\\ud800'.encode('utf-8', %s)", "''.encode(%s, 5)", "b''.decode(%s)", "b''.decode('utf-8', %s)", "b'\\xff'.decode('utf-8', %s)",
        "str(b'', %s)", "str(b'', 'utf-8', %s)", "bytes('', %s)", "bytes('', 'utf-8', %s)", "bytearray('', %s)", "bytearray('', errors=%s)",
        "open('/dev/null', %s)", "open('/dev/null', errors=%s).errors", "open('/dev/null', encoding=%s).errors", "open('/dev/null', newline=%s).newlines",
        "compile('1', 'f', %s)", "float.fromhex(%s)", "float.__getformat__(%s)", "setattr(C, '__name__', %s)", "type(%s, (), {})",
        "memoryview(b'').tobytes(%s)", "memoryview(b'').cast(%s)",
    ):
        show(call % bad)
print(C.__name__)
show(r"compile('1', 'f\0', 'eval')")
show("memoryview(b'').cast('é')")
for text in ("'xé'", "'éx'", "'1é'", "'11 1 \\u1234'", "'x\\ud800'", "'1g\\xff'", "'1g'", "'1'", "b'1\\xff'", "'1111é1'"):
    show("bytes.fromhex(%s)" % text)
    show("bytearray.fromhex(%s)" % text)
show("S('abc').__format__('latin-1')")
show("''.maketrans({'a': 1})")
show("''.maketrans(type('D', (dict,), {})())")
