CALLS = """len()|len(1, 2)|len(x=1)|abs()|abs(1, 2)|print(zzz=1)|sorted()|sorted([], 1)|sorted([], foo=1)|sorted([1], key=1)|int(1, 2, 3)|int(x=1)
int("1", base="a")|int(1, base=2)|str(1, 2, 3, 4)|str(foo=1)|list(1, 2)|list(x=1)|tuple(1)|tuple([], 1)|dict(1)|dict([1])|dict([(1,)])|dict(1, 2)|dict([], [])
[].append()|[].append(1, 2)|[].append(x=1)|[].pop(1, 2)|[].index()|[].sort(1)|[].sort(foo=1)|{}.get()|{}.get(1, 2, 3)|{}.pop()|{}.update(1)|{}.update(1, 2)|{}.setdefault()
"".join()|"".join(1)|"".join([1])|"".join(["a", 2])|"".split(1)|"".split(maxsplit="a")|"".replace("a")|"".replace(1, 2)|"".startswith(1)|"".startswith((1,))|"".encode(1)|"".format_map()|"".center()|"".center("a")|"".center(5, "ab")|"a".find()|"a".find(1)|"a".count()
isinstance(1)|isinstance(1, 1)|isinstance(1, (1,))|issubclass(1, int)|issubclass(int, 1)|getattr(1)|getattr(1, 2)|setattr(1, 2)|hasattr(1)|hasattr(1, 2)|delattr(1)|callable()|id()|hash()|iter()|iter(1)|iter(1, 2)|iter(1, 2, 3)|next()|next(1)|next([])
range()|range(1, 2, 3, 4)|range("a")|range(1.0)|range(1, 2, 0)|range(x=1)|slice()|slice(1, 2, 3, 4)|enumerate()|enumerate(1)|enumerate([], "a")|enumerate([], 1, 2)|zip(1)|zip([], strict=1, foo=2)|map()|map(1)|filter()|filter(1)|reversed()|reversed(1)|reversed({1})
max()|max(1)|max([])|max(1, 2, foo=1)|max([], default=1)|max(1, 2, default=3)|min(1, "a")|sum()|sum(1)|sum([], "")|sum(["a"])|sum([[1]], [])|any()|any(1)|all(1)|ord()|ord("ab")|ord(1)|ord(b"ab")|chr()|chr("a")|chr(-1)|chr(1.0)|bin("a")|hex(1.0)|oct()
pow()|pow(1)|pow(1, 2, 0)|pow("a", 1)|pow(2, -1, 4)|divmod(1)|divmod(1, 0)|divmod("a", 1)|round()|round("a")|round(1.5, "a")|float("x")|float(1, 2)|float([])|float(x=1)|complex("x")|complex("1", 2)|complex(1, "2")|complex([])|bool(1, 2)|bool(x=1)
bytes(1, 2)|bytes("a")|bytes(-1)|bytes([256])|bytes(["a"])|bytes(1.0)|bytearray("a")|bytearray([300])|set(1)|set(1, 2)|set([[]])|frozenset(x=1)|frozenset(1)|object(1)|type()|type(1, 2)|type(1, 2, 3)|type("a", 1, {})|type("a", (1,), {})|super()|super(1)|super(int, "a")|super(int, 1, 2)
property(1, 2, 3, 4, 5)|classmethod()|staticmethod(1, 2)|vars(1)|vars(1, 2)|dir(1, 2)|format()|format(1, 2)|format(1, 2, 3)|repr()|repr(1, 2)|ascii()|eval()|eval(1)|exec()|exec(1)|compile()|compile(1)|input(1, 2)|open()|__import__()|__import__(1)|globals(1)|locals(1)|memoryview()|memoryview("a")|breakpoint if 0 else 1
(5).bit_length(1)|(5).to_bytes(0, "little")|(5).to_bytes(1, "x")|int.from_bytes()|int.from_bytes(1)|(1.5).hex(1)|(1.5).is_integer(1)|(1).real()|b"".join([1])|b"a".find("a")|b"a".decode("nope")|b"\\xff".decode()|bytes.fromhex("1")|bytes.fromhex("zz")|float.fromhex("x")|bytearray().append("a")|bytearray().append(300)
(1).__add__()|(1).__add__(1, 2)|[].__getitem__()|[].__len__(1)|object().__eq__()|int.__add__("a", 1)|str.upper(1)|list.append(1, 2)|dict.fromkeys()|dict.fromkeys(1)|int.__new__()|int.__new__(1)|int.__new__(str)|object.__new__()|object.__new__(int)|object().__init__(1)|object.__reduce_ex__()"""
for call in CALLS.replace("\n", "|").split("|"):
    try:
        print(call, "->", eval(call))
    except Exception as e:
        print(call, "!!", type(e).__name__, e)
