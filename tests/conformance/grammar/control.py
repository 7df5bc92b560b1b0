for i in range(3):
    if i == 1:
        continue
    print("for", i)
else:
    print("for else")
for i in range(3):
    if i == 1:
        break
else:
    print("not printed")
n = 3
while n:
    n -= 1
    if n == 1: continue
else:
    print("while else", n)
while True:
    while True:
        break
    else:
        print("no")
    break
if 0:
    pass
elif 0.0:
    pass
elif "x":
    print("elif")
else:
    pass
for x, (y, *z) in [(1, (2, 3, 4)), (5, "ab")]:
    print(x, y, z)
for i in ():
    pass
else:
    print("empty")
for i, in [(1,), (2,)]: print(i, end=" ")
print()
d = {}
for d["key"] in "ab":
    print(d)
for i in *range(2), *"x":
    print(i, end=",")
print()
def f():
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                return i
        finally:
            print("finally", i)
print(f())
def g():
    while 1:
        try:
            break
        finally:
            print("leaving")
    return "done"
print(g())
if True: a = 1; b = 2
print(a, b);
assert True
assert 1, "no"
try:
    assert 0, ("message", 1)
except AssertionError as e:
    print(repr(e))
try:
    assert []
except AssertionError as e:
    print(repr(e))
pass; pass
