def f():
    global g
    g = h
    del g
