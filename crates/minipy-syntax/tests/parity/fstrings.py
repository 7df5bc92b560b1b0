# Replacement fields of f-strings.
x = 1
a = f'plain'
b = f'{x}'
c = f'a{x}b{x!r}c{x!s:>10}d{x!a:{x}.{x}}e'
d = f'{{literal}} {x} {{}}'
e = f'{x=}' f'{x = }' f'{x=!r}' f'{x=:>5}' f'{ x  =  !s:^{x}}'
f = f'{x:{x:{x}}}'
g = f'{x + 1:>{x * 2}}' 'plain' f'{x}' "more"
h = f'{"nested " + f"{x}"}'
i = f'{'same quotes'}'
j = f"{x['key']}" f'{x["key"]:{"width"}}'
k = f'''{
    x
    + 1
}'''
l = f'{x:%Y-%m-%d}'
m = f'{(lambda y: y)(x)}'
n = f'{x if x else 0}'
o = f'{[y for y in x]}'
p = f'{x,}' f'{x, x}' f'{*x, x}'
q = f'{yield_}' f'{(y := 1)}' f'{x:=5}'
r = rf'\d{x}\n' fr"\{x}" Rf'{x}' fR'{x}' F'{x}'
s = f'\n{x}\t\x41\N{SNOWMAN}\u2603'
t = f'{ {1: 2}[1] }' f'{ {x} }'
u = f'{x!r:}' f'{x:}' f'{x = :}'
v = f'{x:{{}}}' if 0 else f''
w = 'a' f'b' 'c'
y = f'{x  # comment
}'
z = f'{x:a{x}b{x}c}'
aa = f'{x.y.z(1, 2)[3]}'
ab = f'{x!=x}' f'{x==x}' f'{x<=x}'
