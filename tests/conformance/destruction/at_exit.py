class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)


a = D("a")
_b = D("_b")
lst = [D("in list")]


def f(): return a


class Cyc(D):
    pass


c = Cyc("cycle")
c.me = c
print("script ends")
