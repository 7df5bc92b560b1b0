def f():
    try:
        g()
    except ValueError:
        return 1
    else:
        return 2
