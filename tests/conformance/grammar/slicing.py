# PEP 646 in subscripts as well
class G:
    def __getitem__(self, k):
        return k

    def __setitem__(self, k, v):
        print("set", k, v)

    def __delitem__(self, k):
        print("del", k)


g = G()
print(g[1], g[1, 2], g[1:2], g[::], g[1:2:3, ...], g[()], g[:, None], g[*[1, 2]], g[*"ab", 3], g[1,])
g[1:2] = 3
del g[:5], g[1, 2:3]
g[*range(2)] = "star"
g["a"]: int = 5
g[(0,)] += (1,)
l = list(range(10))
print(l[2:5], l[::-1], l[-3:], l[:-3], l[8:2:-2], l[100:], l[5:2], l[slice(1, 3)])
l[2:4] = "xyz"
l[::4] = [0, 0, 0]
del l[1::3]
print(l)
def f(*args: *tuple[int, str]) -> None: ...
print(f.__annotations__)
print("hello"[1:4], "hello"[::-1], b"hello"[1:3], (1, 2, 3)[1:], range(10)[2:8:3])
