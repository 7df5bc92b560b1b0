x = (1 +
     2 +  # comment
     3)
y = [1,

     2]
if x == 6 and \
   y:
    print("joined", x, y)
s = "a\
b"
t = """a
b\
c"""
print(repr(s), repr(t))
z = {"k":
     # comment
     1}
print(z); print("semi");
if True: print("a"); print("b")
def f(a,
      b=1,
      ):
    return (a
            + b)
print(f(1,
        2,))
assert x, \
    "message"
# no newline follows the backslash at the end of a comment \
print("after comment")
class C: x = 1; y = 2
print(C.x, C.y)
for i in range(2): print(i, end=" ")
else: print("else")
while False: pass
try: 1 / 0
except ZeroDivisionError: print("caught")
with open if False else __import__("_thread").allocate_lock() as l: print(l)
print(1 if
      True else
      2)
