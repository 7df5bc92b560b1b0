# The errors of grammar/match.
from _match import Bad, Color, Few, Point

def describe(v):
    match v:
        case None | True | False:
            return f"constant {v}"
        case 0 | -1 | 1.5 | 2 + 3j | "s" "t" | b"b":
            return f"literal {v!r}"
        case Color.GREEN:
            return "dotted name"
        case int(n) if n > 100:
            return f"big {n}"
        case int() | float() as number:
            return f"number {number}"
        case []:
            return "empty sequence"
        case [x]:
            return f"one {x!r}"
        case ["cmd", *args]:
            return f"cmd {args}"
        case [1, _, *_, last]:
            return f"1 .. {last}"
        case (Point(0, 0) as origin, y):
            return f"origin and {y!r}"
        case [a, b, *rest] if a == b:
            return f"equal {a} {rest}"
        case {"type": "a", "value": [first, *_], **rest}:
            return f"mapping a {first} {rest}"
        case {"k": str(s) | bytes(s)}:
            return f"k text {s!r}"
        case {}:
            return "mapping"
        case Point(x=0, y=yy):
            return f"on y axis {yy}"
        case Point(xx, yy) if xx == yy:
            return f"diagonal {xx}"
        case Point():
            return "point"
        case str(text):
            return f"text {text}"
        case _:
            return f"other {type(v).__name__}"
def more(v):
    match v, 1:
        case (x, y):
            print(x, y)
    match v:
        case x if x is None:
            return "none"
        case {"a": {"b": [*_, {"c": deep}]}}:
            return deep
        case (1 | 2) as one_or_two, (3 | 4) as other:
            return one_or_two, other
        case str() | int():
            return "scalar"
for code in ("case Bad(1): pass", "case Few(1, 2): pass", "case Few(1, a=2): pass", "case undefined.x: pass",
             "case int(1, 2): pass", "case print(): pass"):
    try:
        exec(f"match Bad() if 'Bad' in {code!r} else Few() if 'Few' in {code!r} else 3:\n {code}")
        print("no error", code)
    except Exception as e:
        print(type(e).__name__, e)
match = case = type = 1
