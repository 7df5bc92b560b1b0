# match statements with literal, capture and value patterns.
match x:
    case 1: a
    case -1: a
    case 1.5 | -2.5e3: b
    case 1j | -1j: b
    case 1 + 2j: c
    case -1 - 2.5j: c
    case 0x10 | 0b11: d
    case "string": e
    case 'adjacent' "strings": e
    case b'bytes': f
    case None: g
    case True: h
    case False: i
    case a.b: j
    case a.b.c.d: k
    case name: l
match x:
    case _: pass
match x:
    case _ if y: pass
    case z if y := f(z): pass
    case (1): pass
    case (1 | 2): pass
    case 1 as one: pass
    case (1 | 2) as both: pass
    case (((a))): pass
match (x):
    case 1: pass
match x, y:
    case 1, 2: pass
match x,:
    case 1,: pass
match *x, y:
    case 1: pass
match (x, y):
    case 1: pass
match [x]:
    case 1: pass
match {x}:
    case 1: pass
match -x:
    case 1: pass
match not x:
    case 1: pass
match x if y else z:
    case 1: pass
match x := y:
    case 1: pass
