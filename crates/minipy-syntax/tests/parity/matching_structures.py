# Sequence, mapping and class patterns.
match x:
    case []: a
    case [a]: b
    case [a,]: b
    case [a, b]: c
    case [a, *b]: d
    case [*a, b]: e
    case [a, *_, b]: f
    case (): g
    case (a,): h
    case (a, b): i
    case (a, *b): j
    case a, b: k
    case a, *b: l
    case *a, b: m
    case *a,: n
    case [[a, b], (c, d)]: o
    case {}: p
    case {'a': 1}: q
    case {'a': 1, 'b': b}: r
    case {'a': 1, **rest}: s
    case {**rest}: t
    case {**rest,}: t
    case {1: a, -1: b, 1 + 2j: c, None: d, True: e, a.b: f, b'x': g}: u
    case {'a': {'b': [c, *d]}}: v
    case {'a': 1,}: w
    case A(): x
    case A(a): y
    case A(a,): y
    case A(a, b): z
    case A(a=1): aa
    case A(a=1, b=2,): bb
    case A(1, a, b=c, d=[e, f]): cc
    case a.B(c): dd
    case a.b.C(d=e): ee
    case A() | B() | [a] | {'b': c}: ff
    case A(B(C())): gg
    case [A(a=1) as b, *c] if b: hh
    case [1 | 2 as a, 3 as b]: ii
    case {'a': 1 | 2 as b}: jj
    case str() as s: kk
    case (a, b) | [c]: ll
