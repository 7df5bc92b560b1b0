del a.b, c[0], d[1:2]
