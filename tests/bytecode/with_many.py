def f(a, b):
    with a, b as (c, d):
        return c
