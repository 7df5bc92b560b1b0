# The errors of sys/std_streams.
import sys
sys.stdout.writelines(["l1\n", "l2\n"])
sys.stdout.flush()
sys.stdout.buffer.write(b"bytes\n")
sys.stdout.buffer.flush()
for bad in ("print(sep=1)", "print(end=1)", "print(file=1)", "sys.stdout.write(1)", "sys.stdout.write()", "sys.stdout.read()", "sys.stdin.write('x')"):
    try:
        exec(bad)
    except Exception as e:
        print(bad, "!!", type(e).__name__, e)
class W:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
    def flush(self): self.parts.append("<flush>")
w = W()
old, sys.stdout = sys.stdout, w
sys.stdout = old
sys.stdout = None
sys.stdout = old
del sys.stdout
