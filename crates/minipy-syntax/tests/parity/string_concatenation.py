# Adjacent literals of different kinds.
a = 'a' "b"
b = 'a' r'\b' """c"""
c = 'a' f'{b}' 'c'
d = f'{a}' f'{b}'
e = f'{a}' 'b'
f = 'a' f'b'
g = f'a' 'b' f'c'
h = b'a' b"b" rb'\c'
i = ('a'
     'b'
     f'{c}'
     'd')
j = 'a' \
    'b'
k = f'{a}' \
    f'{b}' 'c'
l = u'a' f'{b}' u'c'
m = 'a' u'b' f'{c}'
n = f'' '' f''
o = '' f'{a}' ''
p = 'a' 'b'.join('c' 'd')
q = f('a' 'b', 'c' f'd')
r = {'a' 'b': 'c' f'{d}'}
s = 'a' 'b' % c
t = 'a' 'b'[0]
u = ['a' 'b', 'c']
v = t'{a}' t'b' t'c{d}'
w = t'a' t'b'
x = rf'\{a}' r'\n' '\n' fr'\n'
y = '\x41' f'\x42{a}\x43' '\x44'
z = f'{a!r}' '{not a field}' f'{{}}'
