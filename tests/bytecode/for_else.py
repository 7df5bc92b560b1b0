def f(items):
    for a, b in items:
        if a:
            break
    else:
        return b
