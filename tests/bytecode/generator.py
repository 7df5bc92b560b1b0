def f(n):
    while n:
        x = yield n
        n -= x
