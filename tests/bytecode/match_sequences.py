def f(v):
    match v:
        case []:
            return 0
        case [a, *rest, b] if a:
            return rest
