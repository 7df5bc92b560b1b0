def f(a):
    if a:
        return
    return None
