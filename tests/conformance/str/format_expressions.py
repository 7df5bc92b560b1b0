# Formatting: str.format, format(), f-strings and % with results and errors.
from _expressions import B, BA, BB, F, G, I, S

s = "abc"
EXPRESSIONS = r"""
s.format_map()
s.format_map(1)
'{a}'.format_map(1)
'{}'.format_map([1])
str(b'\xff','utf8')
s.__format__(1)
b'a\xff'.decode('utf8')
b'\xff'.decode('ascii','xmlcharrefreplace')
'%d' % 'a'
'%d' % None
'%x' % 1.5
'%d' % 1.5
'%c' % 'ab'
'%c' % 1.5
'%c' % -1
'%c' % 0x110000
'%f' % 'a'
'%s' % ()
'%s %s' % 1
'%s' % (1,2)
'a' % 1
'a' % {}
'a' % []
'%(a)s' % 1
'%(a)s' % {}
'%(a' % {}
'%*d' % ('a',1)
'%*d' % (5,1)
'%.*f' % (-2,1.5)
'%y' % 1
'%' % 1
'%*d' % (10**30,1)
'%.2s|%5s|%-5s' % ('abc','d','e')
'%a' % 'é'
'%r' % 'é'
'%i %u' % (3.7, True)
'%o' % 'x'
'%c' % 'é'
'%5c' % 65
'%(a)s %(b)d' % {'a':1,'b':2,'c':3}
'%%' % ()
'%s' % {}
'%s %s' % ['a','b']
'%d' % (10**5000)
'%x' % (10**20)
'%e' % 10**400
'%f' % (10**400)
b'%s' % 1
b'%s' % b'x'
b'%b' % 'x'
b'%a' % 'x'
b'%c' % 256
b'%c' % b'ab'
b'%c' % 'a'
b'%d' % 'a'
b'%d' % b'1'
b'%s %s' % (b'1',)
b'%s' % (1,2)
b'%r' % 'é'
b'%f' % 1
b'%5.1f' % 'x'
b'%(a)s' % {b'a': b'x'}
b'%y' % 1
bytearray(b'%d') % 3
'%#x %#o %+d % d %05d %-5d|' % (1,2,3,4,5,6)
'%c%c' % (65,)
'%d' % True
'%s' % (None,)
'%.3d' % 5
'%.0f' % 0.5
'%d' % complex(1)
'%f' % complex(1)
'%x' % None
'%#.3x' % 5
'%+x' % -255
'%g' % 1e10
'%d' % 1e300
'%d' % float('nan')
'%d' % float('inf')
'%s' % b'a'
'%5%' % ()
'%(a)' % {'a':1}
'%ld' % 1
'%lld' % 1
'%.d' % 1
'{}'.format(1)
'{0} {1} {0}'.format('a','b')
'{a.x[2][k]}'.format(a=G())
'{0.x[0]} {0!r} {0!s} {0!a}'.format(G())
'{:>{w}}|{:{a}{w}}'.format('x','y',w=5,a='^')
'{:{}}'.format('x',5)
'{} {0}'.format(1)
'{0} {}'.format(1)
'{}'.format()
'{a}'.format()
'{'.format()
'}'.format()
'{a'.format()
'{a!'.format(a=1)
'{a!r'.format(a=1)
'{a!rx}'.format(a=1)
'{a!z}'.format(a=1)
'{a!é}'.format(a=1)
'{a!}'.format(a=1)
'{a:{b'.format(a=1,b=2)
'{a:{b:{c}}}'.format(a=1,b=2,c=3)
'{a:{b:{c:{d}}}}'.format(a=1,b=2,c=3,d=4)
'{a.}'.format(a=1)
'{a[}'.format(a=1)
'{a[]}'.format(a=1)
'{a[0]x}'.format(a=[1])
'{a[b}'.format(a=1)
'{a.b.c}'.format(a=1)
'{99999999999999999999}'.format(1)
'{{}}'.format()
'{{{}}}'.format(1)
'x{{y}}z'.format()
'{0[9]}'.format([1])
'{0[a]}'.format({'a':1})
'{0[-1]}'.format([1])
'{0[-1]}'.format({'-1':5})
'{:d}'.format('x')
'{:x}'.format(255)
'{:#x} {:#o} {:#b}'.format(255,8,5)
'{:,} {:_}'.format(1234567,1234567)
'{:.2f}'.format(3.14159)
'{:e}'.format(12345.678)
'{:%}'.format(0.25)
'{:10.3}|'.format(3.14159)
'{:<10}|{:^10}|{:>10}|{:*^10}'.format('a','b','c','d')
'{:=10}'.format(-5)
'{:=10}'.format('x')
'{:010}'.format(-5)
'{:+}'.format(5)
'{: }'.format(5)
'{:c}'.format(65)
'{:s}'.format(5)
'{:n}'.format(1234)
'{:5}|{:<5}|{!s:5}|'.format(True,True,True)
'{:5}'.format(None)
'{}'.format(None)
'{:zz}'.format(F())
'{}'.format(F())
'{:x}'.format(G())
format(F(),'abc')
format('abc','5')
format('abc','.2')
format('é','>3')
format(5,'é>3')
format(1.5,'10')
format(10**30,',')
format(10**30,'e')
format(3,'.2')
format(True)
format(True,'d')
format(1+2j,'.2f')
format('a','99999999999999999999')
format([],'x')
format(S('a'),'>3')
f'{1:>5}{"a":<3}|{2.5:8.3f}|{G()}|{G()!r}|{G()!a}|{F():q}'
f'{s!r:>10}{s=}'
f'{10:#{"x"}}'
'%s %r %a' % (G(),G(),G())
'%(a)5s|%(b)-5d|' % {'a':'x','b':3}
'%s' % [1,2]
'%s' % (('a',),)
'%s' % S('q')
'%5.1f%%' % 99.55
'%-10s|%+.3e|% d' % ('ab', 12345.678, 7)
'%c%c' % ('x', 0x1f600)
'%#o' % 8
'%i' % I()
'%x' % I()
'%d' % 3.99
'%s' % 12345678901234567890
'%020d' % -12345678901234567890
'a' < 'b', 'a' == 'a', 'a' != 'b', 'é' > 'z', '\uffff' < '\U00010000', 'a' == 1, 'abc' >= 'ab'
str(), str(5), str(b'x'), str(b'x','ascii'), str(object='a'), str(b'\xe9','latin-1'), str(b'\xff',errors='replace')
type(S('a').upper()).__name__, type(S('a').__str__()).__name__, type(S('a')*1).__name__, type(''.join([S('a')])).__name__, type(S('a').replace('b','c')).__name__, type(S('a').format()).__name__
b'%s %b %a %r %c %d %x %5.2f %%' % (b'a', b'b', 'é', 'x', 65, 3, 255, 2.5)
b'%(a)s' % {b'a': BB()}
b'%5s|%-5s|%.1s' % (b'a', b'b', b'cd')
b'%d' % True, b'%c' % b'x', b'%s' % bytearray(b'q')
b'\x01\x02\x03\x04'.hex('-',2), b'\x01\x02\x03'.hex(' ',-2), b''.hex(), bytes.fromhex('01 0203'), bytearray(b'\xff').hex()
str.join('-', ['a','b']), str.upper('a'), str.__add__('a','b'), 'a'.__mul__(2), 'a'.__rmul__(2), '%s'.__mod__(1), 'abc'.__getitem__(1), 'abc'.__contains__('a'), 'abc'.__len__()
'a'.__eq__(1), 'a'.__lt__(1), 'a'.__rmod__('%s')
'abc'.__format__('>5')
'%99999999999999999999d' % 1
'\x1f'.isspace(), '\u3000'.strip() == ''
'a{0:}b'.format(5)
'{0:{1}}'.format(1.5, '.3f')
'{:{:{}}}'.format(1, 2, 3)
'{x}{y}'.format_map({'x':1,'y':2}), '{x.real}'.format_map({'x':5})
'{x}'.format_map({})
""".strip().split("\n")
for expression in EXPRESSIONS:
    try:
        print(ascii(expression), "->", ascii(eval(expression)))
    except Exception as e:
        print(ascii(expression), "->", type(e).__name__, ascii(str(e)))
