def f(items):
    for x in items:
        try:
            if x:
                continue
            break
        finally:
            g(x)
