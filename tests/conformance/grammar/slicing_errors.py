# The errors of grammar/slicing.
class G:
    def __getitem__(self, k):
        return k

    def __setitem__(self, k, v):
        print("set", k, v)

    def __delitem__(self, k):
        print("del", k)
g = G()
g[1:2] = 3
del g[:5], g[1, 2:3]
g[*range(2)] = "star"
g["a"]: int = 5
g[(0,)] += (1,)
l = list(range(10))
l[2:4] = "xyz"
l[::4] = [0, 0, 0]
del l[1::3]
for code in ("l[::0]", "l['a']", "l[1.0]", "l[1:2:3] = [1, 2, 3]", "l[100]", "l[100] = 1", "del l[100]", "l[1:2] = 5",
             "(1,)[5]", "'abc'[9]", "'abc'['x']", "b'ab'[7]", "range(3)[5]", "5[0]", "{}[1]", "None[0]", "len[0]", "5[0] = 1",
             "del 5[0]", "'abc'[0] = 'x'", "del (1,)[0]", "{}[[]]", "print[int]"):
    try:
        exec(code)
        print("no error", code)
    except Exception as e:
        print(type(e).__name__, e)
def f(*args: *tuple[int, str]) -> None: ...
