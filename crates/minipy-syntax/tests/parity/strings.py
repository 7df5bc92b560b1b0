# String and bytes literals with all prefixes and escapes.
a = 'single' "double" '''triple' ''' """triple" """
b = r'raw\n' R"raw\d" u'unicode' U"unicode"
c = b'bytes' B"bytes" br'raw\x' Rb"raw" rB'''raw''' bR"""raw"""
d = '\a\b\f\n\r\t\v\\\'\"\0\1\12\123\x41\u0041\U00000041\N{LATIN SMALL LETTER A}'
e = b'\a\b\f\n\r\t\v\\\'\"\0\1\12\123\x41\377\xff'
f = 'line \
continued'
g = '''line one
line two\
 still two
'''
h = ('adjacent ' 'strings'
     " over lines")
i = 'naïve café ☃ \U0001f600 😀'
j = '\ud800 \udfff lone'
k = ''
l = b''
m = '' ''
n = r'\'' r"\""
o = '\N{SNOWMAN}\N{greek small letter alpha}'
p = 'a' r'\b' 'c'
q = """quotes "inside" and 'inside'"""
r = '#not a comment' # a comment
s = u'first' 'second'
t = 'first' u'second'
u = b'a' b'b' br'\c'
v = '\
'
w = "tab	inside"
x = '\x7f\x80\xff'
y = '''a''''b'
