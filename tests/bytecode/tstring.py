def f(a):
    return t"x{a!s:5}y"
