# The errors of grammar/assignment.
a = b = c = []
a, b = 1, 2
a, b = b, a
(a, [b, (c, d)]) = 1, [2, (3, 4)]
first, *rest = range(5)
*init, last = "hello"
head, *mid, tail = [1, 2]
[x, *y] = (z,) = [9]
lst = [0, 1, 2, 3, 4]
lst[0], lst[1:3], lst[-1] = "a", ["b"] * 3, "z"
i = 0
i, lst[i] = 1, "i"
class O:
    pass
o = O()
o.x, o.y = 1, 2
o.x += 10
o.list = lst
o.list[0] += "!"
for target in ("a, b = 1", "a, b = 1, 2, 3", "a, *b, c = 1,", "a, b = []", "a, b = 'xyz'", "a, b = iter([1])"):
    try:
        exec(target)
    except Exception as e:
        print(target, "|", type(e).__name__, e)
x: int = 5
y: "not evaluated"
del x
del lst[0], o.y
del (a, [b, c])
(n) = 3
(o.z): int = 4
