# match, case, type and _ as names.
match = 1
match.a = 2
match[0] = 3
match(x)
match(x).y
match (x)
match * x
match - x
match, case = 1, 2
match: int = 1
match += 1
match == 1
match if match else case
match = match(case=match, type=case)
case = 1
case(x)
case[0] = 1
case: int
type = 1
type(x)
type[x]
type.x = 1
type: int = 2
type = type(type)
type == 1
_ = 1
_(x)
print(match, case, type, _)
match match:
    case case: type
match case:
    case match: match(case); case = 1
    case type: type(x)
match type:
    case _: _ = 1
match (match):
    case (case): pass
class match: case = type
def case(match, type): match = case
for match in case: type(match)
with match as case, type as _: pass
import match, case as type
from match import case as type, type as case
lambda match, case=type: _
match[a:b]
match not in case
match in case
match is case
f(match=1, case=2, type=3)
type X = int; type = 1
if x: type Y = str
match (x):
    case 1:
        match y:
            case 2: case(3)
        case = 4
        type Z = case
