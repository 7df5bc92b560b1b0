def attempt(g):
    try:
        g()
        return "ok"
    except (MemoryError, OverflowError, ValueError) as e:
        return f"{type(e).__name__}: {e}"


big = 10**18
for name, g in {
    "str": lambda: "x" * big, "bytes": lambda: b"x" * big, "list": lambda: [1] * big,
    "tuple": lambda: (1,) * big, "str2": lambda: "xy" * (2**62), "list2": lambda: [1, 2] * (2**62), "bytes n": lambda: bytes(big), "bytearray n": lambda: bytearray(big),
    "huge": lambda: "x" * 10**30, "huge list": lambda: [1] * 10**30, "bytes huge": lambda: bytes(10**30), "zfill": lambda: "x".zfill(big), "center": lambda: "x".center(big),
    "ljust": lambda: "x".ljust(2**63), "shift": lambda: 1 << 2**70, "format": lambda: format(1, "1000000000000000000d"), "percent": lambda: "%1000000000000000000d" % 1, "percent2": lambda: "%*d" % (2**70, 1),
    "range len": lambda: len(range(2**63)), "to_bytes": lambda: (1).to_bytes(big), "empty str": lambda: "" * big, "empty list": lambda: [] * big, "precision": lambda: format(1.0, ".1000000000000000000f"), "expandtabs": lambda: "\t".expandtabs(2**40), "replace": lambda: ("a" * 10**6).replace("a", "b" * 10**13) if 0 else None, "list range": lambda: list(range(10**17)), "round": lambda: round(1, 10**20), "neg": lambda: "x" * -big, "seq": lambda: [0] * big * 0,
    "chr": lambda: chr(2**70), "hash": lambda: hash(10**1000) and None, "slice": lambda: [1][10**30:], "slice2": lambda: "abc"[-(10**30):10**30], "index": lambda: "abc".find("c", -(10**30)), "pow": lambda: pow(2, 10**6).bit_length(), "sleep": None,
}.items():
    if g:
        print(name, attempt(g), flush=True)
for code in ("[1][10**30]", "'a'[2**70]", "bytes([2**70])", "range(3)[10**30]", "(1).__lshift__(-1)", "[].insert(10**30, 1)", "[1].pop(10**30)", "'abc'.split(maxsplit=10**30)", "'%c' % 2**70 if 0 else '%c' % (2**70)", "'abc'.replace('a', 'b', 10**30)", "b'abc'.find(10**30)", "int.from_bytes(b'a' * 10) .bit_length()"):
    try:
        print(code, eval(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
