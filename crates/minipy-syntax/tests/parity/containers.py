# Lists, sets, dicts and their unpacking.
a = []
a = [1]
a = [1,]
a = [1, 2, 3]
a = [*b, *c]
a = [1, *b, 2]
a = {}
a = {1}
a = {1,}
a = {1, 2}
a = {*b}
a = {*b, *c, 1}
a = {1: 2}
a = {1: 2,}
a = {1: 2, 3: 4}
a = {**b}
a = {**b, 1: 2, **c,}
a = {'a': {'b': {'c': []}}}
a = {a: b for a, b in c}
a = {1: lambda: 2, 3: 4 if 5 else 6}
a = {lambda: 1: 2} if 0 else 3
a = [
    1,
    2,  # two

    3,
]
a = {
    'x': 1,
    # comment
    **b,
}
a = [[], [[]], [[[]]]]
a = ({}, [], (), {()})
a = [(), (1,), (1, 2)]
a = [*a | b]
a = {**a | b}
a = [a := 1, b := 2]
a = {a := 1}
a = [not a, -b, ~c]
a = {1: 2, **{3: 4}, 5: 6}
