import sys

print(repr(input()), repr(input("prompt> ")))
print(repr(sys.stdin.readline()), repr(sys.stdin.readline(3)))
for line in sys.stdin:
    print(repr(line))
    if line.startswith("stop"):
        break
print(repr(sys.stdin.read()))
print(repr(sys.stdin.read()), repr(sys.stdin.readline()))
try:
    input()
except EOFError as e:
    print("EOFError", e)
