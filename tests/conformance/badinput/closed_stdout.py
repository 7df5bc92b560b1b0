import sys

print("before")
sys.stdout.close()
try:
    print("after")
except ValueError as e:
    print(type(e).__name__, e, file=sys.stderr)
print(sys.stdout.closed, file=sys.stderr)
try:
    sys.stdout.flush()
except ValueError as e:
    print(e, file=sys.stderr)
