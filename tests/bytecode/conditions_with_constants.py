def f(x, y):
    if x < 1:
        pass
    if x <= 1:
        pass
    if x == 1:
        pass
    if x != 1:
        pass
    if x > 1:
        pass
    if x >= 1:
        pass
    while x < y:
        x += 1
    if not x <= y:
        return 1
    if not x != y or x >= y and x > y:
        return x is y
    if x is not y:
        return 2
