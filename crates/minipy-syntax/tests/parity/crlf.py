# Lines that end in CR LF.
a = 1
if a:
    b
    c = '''x
y'''

else:
    d = (1,
         2)
e = 'a\
b'
f = f'''{a}
{b}'''
g = 1 + \
    2
