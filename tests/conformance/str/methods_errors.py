# The errors of str/methods.
s = "Hello, World"
for code in ("s.index('z')", "s.rindex('z')", "s.split('')", "s.partition('')", "'a'.center(10, '')", "'a'.ljust('x')", "s.replace()", "'x'.join(5)", "'x'.join([1])", "s.translate(5)", "str.maketrans('a', 'bc')", "str.maketrans({'ab': 1})", "str.maketrans('a')", "s.zfill()", "s.startswith(['a'])", "s.strip(1)", "s.expandtabs('a')", "'a'.encode('nope')", "s.removeprefix(1)", "'é'.encode('ascii')"):
    try:
        print(code, eval(code))
    except Exception as e:
        print(code, "!!", type(e).__name__, e)
