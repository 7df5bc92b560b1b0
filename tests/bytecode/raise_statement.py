def f(e):
    if e:
        raise e
    raise ValueError("x") from e
