def f(a, b):
    if a and not b or a < b:
        return 1
