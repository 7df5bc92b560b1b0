# bytes, bytearray and memoryview: results and errors, one expression each.
class S(str): pass
class B(bytes): pass
class BA(bytearray): pass
class F:
    def __format__(self, spec): return 'F<' + spec + '>'
class G:
    def __str__(self): return 'Gstr'
    def __repr__(self): return 'Grépr'
    x = [1, 2, {'k': 'v'}]
class I:
    def __index__(self): return 2
class BB:
    def __bytes__(self): return b'BB'
s = b"abc"; a = bytearray(b"abc"); m = memoryview(b"abc"); mm = memoryview(bytearray(b"abc"))
EXPRESSIONS = r"""
bytes('a')
bytes(-1)
bytes(10**30)
bytes(1.5)
bytes([256])
bytes(['a'])
bytes([1,2.5])
bytes('a','utf8')
bytes('a','utf8','x')
bytes('a',1)
bytes(1,'utf8')
bytes(b'a','utf8')
bytes(errors='x')
bytes(encoding='x')
bytes(1,2,3,4)
bytes(x=1)
bytes(source=b'x')
bytes(None)
bytes(True)
bytearray('a')
bytearray(-1)
bytearray([256])
bytearray(['a'])
bytearray(1.5)
bytearray(b'a','utf8')
bytearray(None)
bytearray(1,2,3,4)
bytearray(x=1)
bytes.fromhex('0')
bytes.fromhex('0g')
bytes.fromhex(1)
bytes.fromhex('é0')
bytes.fromhex(' 0a 0b ')
bytes.fromhex(b'0a')
bytearray.fromhex('0a')
s.hex(':')
s.hex(':',2)
s.hex(':',-2)
s.hex('::')
s.hex(1)
s.hex('é')
s.hex(':','a')
s.hex(b':')
s.hex(sep=':',bytes_per_sep=1)
s.hex('',1)
s.find('a')
s.find(256)
s.find(97)
s.find(1.5)
s.find()
s.index(b'z')
a.index(b'z')
s.count(-1)
s.split('a')
s.split(b'')
s.split(1)
s.strip('a')
s.strip(1)
s.startswith('a')
s.startswith((b'a','b'))
s.startswith(('a',))
a.startswith('a')
s.replace('a',b'b')
s.replace(b'a','b')
s.replace(b'a')
s.replace(b'a',b'b',count=1)
s.join(1)
s.join([1])
s.join(['a'])
s.join([b'a',bytearray(b'b'),memoryview(b'c')])
a.join([1])
s.partition('a')
s.partition(b'')
s+1
s+'a'
a+'a'
a+1
s+a
a+s
s+m
s*1.5
1 in s
256 in s
'a' in s
'a' in a
b'a' in s
1.5 in s
s['a']
s[5]
a[5]
s[1.5]
a[1.5]
a['a']
s[10**30]
s.center('a')
s.center(5,'a')
s.center(5,b'ab')
s.center(5,bytearray(b'x'))
a.center(5,'a')
s.zfill(5)
s.expandtabs('a')
s.decode('zz')
s.decode(1)
s.decode('utf8',1)
s.translate(1)
s.translate(b'a')
s.translate(None,b'a')
s.translate(None,delete=b'b')
s.translate(None,1)
bytes.maketrans(b'a',b'bc')
bytes.maketrans('a',b'b')
bytes.maketrans(b'a')
s<1
s<'a'
s==a
s<a
s==m
s=='abc'
s.removeprefix('a')
s.removesuffix(1)
s.isalpha(1)
s.splitlines(1)
s.__bytes__()
s.__getnewargs__()
hash(s)==hash(b'abc')
hash(a)
a.__hash__
repr(a)
str(a)
a.append('a')
a.append(256)
a.append(-1)
a.append()
a.append(1.5)
a.extend(1)
a.extend('a')
a.extend([256])
a.extend(['a'])
a.insert(0,'a')
a.insert('a',1)
a.pop(10)
bytearray().pop()
a.pop('a')
a.remove('a')
a.remove(255)
a.remove(256)
a.resize(-1)
a.resize('a')
a.__reduce_ex__(2)
a.__setitem__(0,'a')
a.__setitem__(0,256)
a.__setitem__(10,1)
a.__setitem__('a',1)
a.__setitem__(slice(0,1),'a')
a.__setitem__(slice(0,1),1)
a.__setitem__(slice(0,1),[1,'a'])
a.__setitem__(slice(None,None,2),b'1')
a.__delitem__(10)
a.__delitem__('a')
a.__iadd__(1)
a.__iadd__('a')
a.__imul__(1.5)
a.copy()
a.clear(1)
a.reverse(1)
a.decode()
s.__getitem__(slice(0,2))
m[::2].tolist()
m.cast('B',[3,1]).tolist()
hash(m)==hash(b'abc')
hash(mm)
bytes(mm)
len(mm)
list(mm)
memoryview(b'abcdabcd').cast('@q').tolist()
bytes(memoryview(b'abcd')[::2])
b''.join([memoryview(b'abcd')[::2]])
b'a'+memoryview(b'abcd')[::2]
b'%s' % memoryview(b'ab')
type(iter(s)).__name__,type(iter(a)).__name__,type(iter(mm)).__name__
'aaaa'.replace('aa','b')
'aaa'.replace('a','b',0)
'aaa'.replace('a','b',-1)
'aaa'.replace('a','b',count=2)
'abc'.startswith('b',1), 'abc'.startswith(('x','a')), 'abc'.endswith('c',-1), 'abc'.endswith(()), 'abc'.startswith('',4), 'abc'.startswith('',3)
'-'.join(['a','b','c']), ''.join([]), '-'.join('abc'), '-'.join(('x',)), 'é'.join(['a','b'])
b'a\x80b'.decode('utf-8','surrogateescape'), b'\xed\xa0\x80'.decode('utf-8','surrogatepass')
b'\xff\xfe'.decode('utf-8','replace'), b'a\xffb'.decode('utf-8','ignore'), b'\xe2\x82'.decode('utf-8','backslashreplace')
b'\xe2\x82'.decode()
b'\xe2\x28\xa1'.decode()
b'\xf0\x28\x8c\xbc'.decode(errors='replace')
b'\xff\xfeh\x00'.decode('utf-16'), b'h\x00'.decode('utf-16-le'), b'\x00h'.decode('utf_16_be'), b'\x00\x00\x00h'.decode('utf-32-be')
b'h'.decode('utf-16')
b'\x00\xd8'.decode('utf-16-le')
b'\x00\x00\x11\x00'.decode('utf-32-le')
'é'.encode('latin-1'), b'\xe9'.decode('latin1'), 'é'.encode('iso-8859-1')
repr('a\'b'), repr('a"b'), repr('a\'"b'), repr('\n\t\\\x00\x7f\x80\xa0é\u200b\ud800😀'), ascii('é😀\n')
S(5), S(b'x','ascii'), S(), len(S('é')), hash(S('abc'))==hash('abc'), S('a')=='a', {S('a'):1}['a']
B(b'abc'), type(B(b'abc')).__name__, B(b'a')+b'b', type(B(b'a')+b'').__name__, type(B(b'abc')[:]).__name__, B('a','ascii'), B(3), bytes(B(b'x')), type(bytes(B(b'x'))).__name__
BA(b'abc'), BA(b'a')+b'b', BA.fromhex('61'), B.fromhex('61'), type(B.fromhex('61')).__name__
bytes(BB()), bytes(I()), bytes([1,2,255]), bytes(range(5)), bytes((1,)), bytes(bytearray(b'x')), bytes(memoryview(b'x')), bytes(3)
b'abc'[0], b'abc'[-1], b'abc'[1:], b'abc'[::-1], b'abc'[::2], b'abc' < b'abd', b'' == b'', b'a' == 'a', b'abc' >= b'ab'
b'a,b,c'.split(b','), b' a  b '.split(), b'a,b,c'.rsplit(b',',1), b'a\nb\r\nc\x0bd'.splitlines(), b'a.b'.partition(b'.'), b'ab'.rpartition(b'.')
b'abc'.replace(b'b',b'XX'), b'aaa'.replace(b'a',b'b',2), b'abc'.replace(b'',b'-'), b'abc'.find(b'c'), b'abc'.rfind(98), b'abcabc'.count(b'bc'), b'abc'.count(b'')
b'  ab '.strip(), b'xxabxx'.strip(b'x'), b'ab'.center(5,b'-'), b'-5'.zfill(5), b'a\tb'.expandtabs(4), b'hello world'.title(), b'HeLLo'.swapcase(), b'hELLO'.capitalize()
b'abc'.isalpha(), b'12'.isdigit(), b' '.isspace(), b'Abc'.istitle(), b'\x80'.isascii(), b''.isascii(), b'\xe9'.isalpha()
b'abc'.translate(bytes.maketrans(b'ab',b'xy')), b'abc'.translate(None,b'b'), b'-'.join([b'a',b'b']), b'abc'.startswith(b'a'), b'abc'.endswith((b'x',b'c'))
repr(b'\x00\xff\'"\n\\a'), str(b'a'), repr(bytearray(b'\'')), b'\'' , b'"\''
[x for x in bytearray(b'abc')], list(b'abc'), 97 in bytearray(b'a'), b'a' in bytearray(b'abc'), bytearray(b'abc')[1:], bytearray(b'abc') == b'abc', b'abc' == bytearray(b'abc')
memoryview(b'abcd')[1:3].tobytes(), memoryview(b'abcd')[::-2].tolist(), memoryview(b'abcdefgh').cast('H').tolist(), memoryview(b'abcdefgh').cast('I').shape
memoryview(bytes(8)).cast('d')[0], memoryview(bytes(range(6))).cast('B',(2,3)).tolist(), memoryview(bytes(range(6))).cast('B',(2,3))[1,2]
memoryview(b'abc') == memoryview(b'abc'), memoryview(b'abc') != b'abd', hash(memoryview(b'a')) == hash(b'a')
hash('') , hash(b''), hash('abc') == hash(b'abc')
'abc'.__getnewargs__(), b'abc'.__getnewargs__()
'abc'.encode(encoding='ascii', errors='strict'), b'abc'.decode(errors='strict'), b'abc'.decode(encoding='ascii')
'abc'.find('c', I()), 'abc'.find('b', None, None), 'abc'.find('b', -2), 'abc'.find('a', -10, 10**30)
""".strip().split("\n")
for expression in EXPRESSIONS:
    try:
        print(ascii(expression), "->", ascii(eval(expression)))
    except Exception as e:
        print(ascii(expression), "->", type(e).__name__, ascii(str(e)))
