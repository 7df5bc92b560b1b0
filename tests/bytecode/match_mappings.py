def f(v):
    match v:
        case {"k": [x], **rest}:
            return x, rest
