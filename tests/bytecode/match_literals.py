def f(v):
    match v:
        case 1 | "s" | None:
            return 1
        case -1.5 | C.x:
            return 2
        case _:
            return 3
