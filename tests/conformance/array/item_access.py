"""Items of arrays by index: every type code, bounds, conversions, subclasses, wrappers, arrays that change meanwhile."""
from array import array

VALUES = [0, 127, 128, 255, 300, -1, 70000, 2**31, 2**62, 2**63, 2**64, 1.5, float("inf"), True, "x", None, [1]]

for code in "bBhHiIlLqQfd":
    a = array(code, [1, 2, 3])
    a[0] = 5
    a[-1] = 7
    print(code, a[0], a[-1], a[-3], type(a[1]).__name__, a)
    for bad in (3, -4, 2**70):
        try:
            a[bad]
        except IndexError as e:
            print(e)
        try:
            a[bad] = 1
        except IndexError as e:
            print(e)
    for value in VALUES:
        a[1] = 0
        try:
            a[1] = value
            print(value, a[1])
        except Exception as e:
            print(code, value, type(e).__name__, e, a[1])


class Index:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


class Real:
    def __float__(self):
        return 2.5


class SubFloat(float):
    pass


class SubInt(int):
    pass


class Sub(array):
    def __getitem__(self, i):
        return "item %r" % (i,)

    def __setitem__(self, i, value):
        print("set", i, value)


d = array("d", [1, 2, 3])
d[Index(1)] = Real()
d[SubInt(2)] = SubFloat(9.5)
print(d[Index(-2)], d[True], d[SubInt(2)], type(d[2]).__name__)
for key in (1.0, "1", None):
    try:
        d[key]
    except TypeError as e:
        print(e)
    try:
        d[key] = 1
    except TypeError as e:
        print(e)
s = Sub("d", [1, 2])
print(s[0])
s[1] = 4
print(array.__getitem__(s, 1))


class Shrinks:
    def __init__(self, target):
        self.target = target

    def __float__(self):
        del self.target[:]
        return 1.0


a = array("d", [1, 2, 3])
try:
    a[2] = Shrinks(a)
except IndexError as e:
    print(e, len(a))

# Growing, shrinking and replacing the memory between accesses.
a = array("d")
for i in range(1000):
    a.append(i * 0.5)
    a[-1] += 1
    assert a[i] == i * 0.5 + 1
while len(a) > 3:
    a.pop()
try:
    a[3]
except IndexError as e:
    print(e)
m = memoryview(a)
m[1] = 8.25
a[2] = a[1] + 1
print(a, m[2])
m.release()

# Reading gives a new object each time; operations do not change stored numbers.
x = a[1]
y = x
x += 1
print(x, y, a[1])
q = array("q", [2**62 - 1, -(2**62), 2**63 - 1, -(2**63)])
print([n for n in q], q[0] + 1, q[1] - 1, q[2], q[3])
print(array("Q", [2**64 - 1, 2**63, 2**62])[0], array("Q", [2**62])[0])
print(array("w", "ab")[1], array("w", "ab")[-2])
f = array("f", [0.1])
print(f[0])
f[0] = 1e308
print(f[0])
