# PEP 572
if (n := 10) > 5:
    print(n)
print(y := 5, (z := 6) + 1, [w := 1, w + 1])
while (n := n - 3) > 0:
    print("n", n)


def f(a, b=(c := 7)):
    return a + b + (d := 1) + d


print(f(1), c)
print([(k := v) * 2 for v in range(3)], k)
data = [1, 2, 3]
print([s := 0] + [s := s + v for v in data], s)
lst = [10, 20, 30]
print(lst[i := 1], i, lst[(a := 0):(b := 2)])
print(f"{(q := 3)} {q}", f"{q:=5}")
x = (m := 1), 2
print(x, m)


def scope():
    global g
    [g := v for v in "ab"]
    inner = [h := v for v in "cd"]
    return h, inner


print(scope(), g)
print((lambda: (t := 4) + t)())
print({(u := "k"): (v := "val")}, u, v)
if any((bad := t) < 0 for t in [1, -2, 3]):
    print("negative", bad)
