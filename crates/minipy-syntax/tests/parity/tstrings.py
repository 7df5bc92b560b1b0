# Template strings of PEP 750.
name, width = 'n', 3
a = t'plain'
b = t'{name}'
c = t'Hello {name}!'
d = t'{name!r:>{width}}'
e = t'{name=}' t'{name = !s}'
f = t'{ name }' t'{name  }'
g = t'{name + 1}' t"{'a'}"
h = rt'\d{name}' tr'\{name}' T'{name}' Rt'{name}'
i = t''
j = t'{{}}{name}'
k = t'''{
    name
}
'''
l = t'{name:%Y}' t'{name:{width}.{width}}'
m = t'{f"{name}"}' t'{t"{name}"}'
n = f'{t"{name}"}'
o = t'{name, width}'
p = t'{(lambda: 1)()}'
q = t'a' t'b' t'{name}c'
r = t'{name # comment
}'
s = t'{name:=5}'
