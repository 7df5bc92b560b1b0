def f(n):
    while n > 0:
        if n == 5:
            break
        if n == 7:
            continue
        n -= 1
    else:
        n = 0
    return n
