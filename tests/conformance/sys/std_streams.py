import sys

print(sys.stdout.write("abc\n"), sys.stdout.writable(), sys.stdout.readable(), sys.stdin.readable(), sys.stdout.isatty(), sys.stdout.closed)
print("a", "b", sep="-", end="!\n", file=sys.stdout, flush=True)
print()
print(1, None, [2], sep="")
print("x", sep=None, end=None)
print(*[1, 2, 3], sep=", ")
sys.stdout.writelines(["l1\n", "l2\n"])
sys.stdout.flush()
sys.stdout.buffer.write(b"bytes\n")
sys.stdout.buffer.flush()


class W:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
    def flush(self): self.parts.append("<flush>")


w = W()
print("a", "b", file=w)
print("c", end="", file=w, flush=True)
print(w.parts)
old, sys.stdout = sys.stdout, w
print("captured")
sys.stdout = old
print(w.parts[-2:])
sys.stdout = None
print("lost")
sys.stdout = old
del sys.stdout
try:
    print("x")
except RuntimeError as e:
    sys.stdout = old
    print(e)
print("é€😀", ascii("é€😀"))
try:
    print("\ud800")
except UnicodeEncodeError as e:
    print(e)
print(repr("\ud800"))
print("to stderr", file=sys.stderr)
