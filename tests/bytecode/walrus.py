def f(g):
    if (n := g()) > 1:
        return [m := n, m]
