def f(o, a):
    return o.m(), o.m(a), o.n.m(a, k=1)
