# Dictionaries in every layout.
a = {}
b = {'a': 1}
c = {'a': 1, **b}
d = {**a, **b, 'c': {**c}}
e = {
    'key': 'value',
    'other':
        'value',
    ('tuple',): [1, 2],
    1: {2: 3},
    None: lambda x: x,
    'if': a if b else c,
    f'{a}': f'{b}',
    **{
        'x': 1,
    },
}
f = {a: b for a, b in c.items() if a if b}
g = {a: b for c in d for a, b in c}
h = {a + b: c * d}
i = {not a: not b}
j = {a or b: c and d}
k = {(yield_): (await_)}
l = {'a' 'b': 'c' "d"}
m = {a: (b, c)}
n = {a: b}[c]
o = {a: b}.c()
p = {1: 2}|{3: 4}
q = {**a | b}
r = {**f(x), **g[y]}
s = {a: {b: {c: {}}}}
