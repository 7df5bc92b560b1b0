# Pattern matching on trees.
def evaluate(node, env):
    match node:
        case int() | float() as number:
            return number
        case str(name) if name in env:
            return env[name]
        case ("+" | "-" | "*" as op, left, right):
            a, b = evaluate(left, env), evaluate(right, env)
            return a + b if op == "+" else a - b if op == "-" else a * b
        case ["let", {"name": name, "value": value, **rest}, body]:
            return evaluate(body, env | {name: evaluate(value, env)} | rest)
        case Call(func=Name(id="print"), args=[first, *_], keywords=[]):
            print(first)
        case [[1, 2, *_], (3 | 4, -5.5), {"k": None | True | False}]:
            return ...
        case Point(x=0, y=0) | Point(0, 0): return 0
        case Color.RED | Color.Sub.GREEN: return 1
        case {"a": [Point(x=px, y=_), *rest], -1: 2 + 3j} if px > 0 and rest: return px
        case []: return None
        case [x]: return x
        case x, y: return y
        case _: raise ValueError(node)
match evaluate(tree, {}), 1:
    case None, _: pass
    case result, 1 if result: print(result)
match lambda: 1:
    case f: f()
match yield_:
    case await_: pass
