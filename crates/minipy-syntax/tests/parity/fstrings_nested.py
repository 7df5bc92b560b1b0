# f-strings over several lines and inside each other.
name = 'n'
a = f"""
first {name}
second {name!r:>
10}
third
"""
b = (f'one {name} '
     f'two {name} '
     'three'
     f'')
c = f'{f"{f'{f"{1}"}'}"}'
d = f'{name:{f"{name}"}}'
e = f"{'a' if name else f'{name}'}"
f = f'{name}' f"{name}" f'''{name}''' f"""{name}"""
g = f'''{name
!r}'''
h = f'{name:>{10}}{name:<{10}}'
i = f'{{{name}}}' f'{{{{{name}}}}}'
j = f'é{name}ü☃{name:é}'
k = f'{"é"}' f'{"\n"}' f'{'\''}'
l = f"{'''triple
inside'''}"
m = f'{name}' rf'\{name}' 'x' rf"\N{name}"
n = f'''{'a'}{"b"}'''
o = f'a\
b{name}\
c'
p = f"{name!s}{name!a}"
q = print(f'{name}', f'{name}', end=f'{name}')
r = {f'{name}': f'{name}'}
s = f'{name}'.upper()
t = f'{name}'[0]
