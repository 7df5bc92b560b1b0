match = 1
case = 2
type = 3
_ = 4
print(match, case, type, _)
match = [1, 2]
print(match[0], match [1], match[:1])
def match(x): return ("match", x)
print(match(5), match (6))
match (7)
match -1 if False else match
match, case = 1, 2
print(match * case, match -case, [match for match in (1,)])
match: int = 5
match.x if False else None
class type_:
    type = 1
    match = 2
    def case(self): return self.type
print(type_().case(), type_.match)
type = lambda x: x
print(type(5), type (6))
type X = int
print(X, X.__value__)
def f(match, case=1, *, type): return match, case, type
print(f(1, type=2), f(match=1, case=2, type=3))
match match:
    case case:
        print("soft", case)
match (1, 2):
    case (1, x): print(x)
match 1, 2:
    case 1, y: print(y)
match [1]:
    case [z]: print(z)
match {"a": 1}:
    case {"a": w}: print(w)
match -1:
    case -1: print("minus")
match not True:
    case False: print("not")
match lambda: 1:
    case _: print("lambda")
match *[1], 2:
    case [1, 2]: print("star")
match f"{1}":
    case "1": print("f-string")
print(_, case)
