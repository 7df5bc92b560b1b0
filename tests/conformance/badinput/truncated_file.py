def f(x):
    if x:
        return {
            "a": [1, 2,