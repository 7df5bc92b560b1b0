def f(a, b):
    x = not a
    y = not not a
    z = (a and b) or not a
    match a:
        case 1 if b:
            pass
    return bool(a) if a else not b
