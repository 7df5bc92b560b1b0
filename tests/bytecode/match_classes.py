def f(v):
    match v:
        case P(a, y=(1 | 2) as b):
            return a, b
