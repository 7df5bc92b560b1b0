a = b = c = []
print(a is b is c)
a, b = 1, 2
a, b = b, a
print(a, b)
(a, [b, (c, d)]) = 1, [2, (3, 4)]
print(a, b, c, d)
first, *rest = range(5)
*init, last = "hello"
head, *mid, tail = [1, 2]
print(first, rest, init, last, head, mid, tail)
[x, *y] = (z,) = [9]
print(x, y, z)
lst = [0, 1, 2, 3, 4]
lst[0], lst[1:3], lst[-1] = "a", ["b"] * 3, "z"
print(lst)
i = 0
i, lst[i] = 1, "i"
print(i, lst)


class O:
    pass


o = O()
o.x, o.y = 1, 2
o.x += 10
o.list = lst
o.list[0] += "!"
print(o.x, o.y, o.list)
x: int = 5
y: "not evaluated"
print(x, __annotations__ if "__annotations__" in globals() else "lazy")
del x
try:
    x
except NameError as e:
    print(e)
del lst[0], o.y
del (a, [b, c])
print(lst, hasattr(o, "y"))
(n) = 3
(o.z): int = 4
print(n, o.z)
