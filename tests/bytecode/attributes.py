def f(o):
    o.x = o.y.z
    del o.w
