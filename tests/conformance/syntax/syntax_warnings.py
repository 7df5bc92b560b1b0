# SyntaxWarnings go to stderr, once for each place.
x = "\d"
y = 1
if y is 1:
    print("is literal")
assert (y, "always true")
def f():
    try:
        pass
    finally:
        return 1
print(f())
z = b"\q" + b""
if False:
    (1)(2)
    [1]["a"]
print(0x1for x in (1,)) if False else None
