def f(items):
    return [x * 2 for x in items if x]
