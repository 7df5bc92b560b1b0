# Methods and operators of str: results and errors, one expression each.
from _expressions import B, BA, BB, F, G, I, S

s = "abc"
EXPRESSIONS = r"""
s.find()
s.find('a',1,2,3)
s.find(1)
s.find('a',x=1)
s.index('z')
s.split(1)
s.split('')
s.split(sep=1)
s.split('a',1,2)
s.strip(1)
s.startswith(1)
s.startswith(('a',1))
s.endswith((1,))
s.replace('a')
s.replace(1,2)
s.replace('a',2)
s.join(1)
s.join(['a',1])
s.join()
s.partition(1)
s.partition('')
s.rpartition('')
s+1
1 in s
s['a']
s[5]
s[1.0]
s[10**30]
s['a':]
s[::0]
s.center()
s.center('a')
s.center(5,'ab')
s.center(5,1)
s.center(5,'x',1)
s.zfill('a')
s.expandtabs('a')
s.expandtabs(4,4)
s.encode('zzz')
s.encode(1)
s.encode('utf8',1)
'é'.encode('ascii','zz')
s.translate(1)
s.translate({97:2.5})
s.translate({97:10**9})
str.maketrans(1)
str.maketrans('a','bc')
str.maketrans('a',1)
str.maketrans({'ab':1})
str.maketrans({1.5:1})
str.maketrans()
s*1.5
s*(10**30)
s.count()
s.count(1)
s.splitlines(1,2)
s.splitlines('a')
s.isalpha(1)
s.removeprefix(1)
s.removesuffix()
str(1,2)
str(1,'utf8')
str('a','utf8')
str(1,2,3,4)
str(x=1)
str(encoding='utf8')
str(object=1, errors='x')
s.__getitem__()
s<1
str.upper()
str.upper(1)
s.casefold(1)
s.swapcase(x=1)
s.join(a=1)
str.find('a')
str.join('a')
s.lower.__text_signature__
'aéé'.encode('ascii')
str('a', 'utf8', 'x')
'é'.encode('ascii','xmlcharrefreplace')
'a'.encode('ascii', 'zz')
str.maketrans(1,'a')
'héllo'[1:3]
'héllo'[::-1]
'héllo'[::2]
'héllo'[-3:]
'héllo wörld'[2:9:3]
'héllo wörld'[9:2:-3]
'日本語テキスト'[3]
'日本語テキスト'[-1]
'日本語テキスト'[1:4]
['日本語テキスト'[i] for i in range(7)]
['日本語テキスト'[i] for i in range(6,-1,-1)]
'日本語'.find('語')
'日本語'.find('語',1)
'日本語'.rfind('日',0,-1)
'日本語日'.index('日',1)
'日本語'.count('')
'abc'.count('',1)
'abc'.count('',4)
'abc'.find('',3)
'abc'.find('',4)
'abc'.rfind('',1,2)
'aXbX'.replace('X','')
'abc'.replace('','-')
'abc'.replace('','-',2)
'日本'.replace('','-')
'  a b  c '.split()
'  a b  c '.split(None,1)
'  a b  c '.rsplit(None,1)
'a,b,,c'.split(',')
'a,b,,c'.split(',',2)
'a,b,,c'.rsplit(',',2)
'a\u2003b\x1cc'.split()
''.split()
''.split(',')
'a--b--c'.split('--')
'a\nb\r\nc\x0bd\x1ce\x85f\u2028g'.splitlines()
'a\nb\r\nc'.splitlines(True)
'a\nb\r\nc'.splitlines(keepends=True)
'a.b.c'.partition('.')
'a.b.c'.rpartition('.')
'abc'.partition('.')
'abc'.rpartition('.')
'  ab '.strip(), '  ab '.lstrip(), '  ab '.rstrip()
'xxabxx'.strip('x'), 'éaé'.strip('é'), 'abc'.strip('abc')
'abc'.center(10), 'abc'.center(10,'*'), 'abcd'.center(7,'é'), 'a'.center(4), 'ab'.center(5)
'abc'.ljust(5,'-'), 'abc'.rjust(5,'-'), '-5'.zfill(5), '+5'.zfill(5), ''.zfill(3), '--5'.zfill(6)
'a\tb\tc'.expandtabs(), 'a\tb'.expandtabs(4), 'é\tb'.expandtabs(4), '\ta\n\tb'.expandtabs(tabsize=3), 'a\tb'.expandtabs(0)
'hello world'.title(), 'hELLO'.capitalize(), 'Hello'.swapcase(), 'ǆ'.title(), 'ß'.upper(), 'ß'.casefold(), 'İ'.lower()
"they're bill's".title()
'ΑΣ'.lower()
'abc'.isalpha(), 'ab1'.isalnum(), '123'.isdigit(), '²'.isdigit(), '²'.isdecimal(), '½'.isnumeric(), ''.isalpha()
' \t'.isspace(), 'Abc'.istitle(), 'ABC'.isupper(), 'abc'.islower(), 'a1'.islower(), '1'.islower(), 'abc_1'.isidentifier(), '1a'.isidentifier(), 'a\x00'.isprintable()
'abc'.translate({97:'X',98:None,99:100})
'abc'.translate(str.maketrans('ab','xy','c'))
str.maketrans({'a':1,98:'x'})
'abcabc'.removeprefix('abc'), 'abcabc'.removesuffix('bc'), 'abc'.removesuffix('')
'a' in 'abc', 'é' in 'café', '' in 'a'
'ab' * 3, 3 * 'é', 'a' * -1, 'a' * 0, 'ab' * True
'\ud800' + '\udc00', len('\ud800' + '\udc00'), repr('\ud83d\ude00')
'\ud800'.encode('utf-8')
'a\ud800b'.encode('utf-8','surrogatepass'), 'a\udc80b'.encode('utf-8','surrogateescape'), 'a\ud800'.encode('utf-8','replace'), 'a\ud800'.encode('utf-8','backslashreplace')
'héllo'.encode('utf-16'), 'héllo'.encode('utf-16-le'), 'h😀'.encode('utf-16-be'), 'h'.encode('utf-32'), 'h'.encode('utf-32-be')
'€'.encode('latin-1')
'€é'.encode('ascii','xmlcharrefreplace'), '€'.encode('ascii','namereplace'), '€'.encode('ascii','replace'), '€'.encode('ascii','ignore'), '€'.encode('ascii','backslashreplace')
'aé'.encode('U8'), 'a'.encode('US-ASCII'), 'é'.encode('L1')
S('abc'), type(S('abc')).__name__, S('abc') + 'd', type(S('a')+'').__name__, type(S('abc')[:]).__name__, type(S('abc').strip()).__name__, type(str(S('a'))).__name__
'a'.__add__(1)
'abc'.__iter__().__next__(), 'é'.__iter__(). __length_hint__(), list('aé😀')
type(iter('a')).__name__, type(iter('é')).__name__
'abc'[True], 'abc'[I()]
str.__doc__ is None, 'a'.upper.__name__, str.join.__name__, str.__name__
'abc'.split(maxsplit=1), 'a b c'.split(maxsplit=1), 'a b c'.split(' ', maxsplit=1), 'a b c'.split(sep=' ')
'x'.encode(foo=1)
'x'.split(foo=1)
'x'.split(' ', sep=' ')
'x'.replace('x','y',foo=1)
'x'.replace('x','y',1,count=1)
"".join(G() for _ in 'a')
'é'.isascii(), 'abc'.isascii(), ''.isascii()
'ab\0c'.split('\0'), len('a\0b')
'İ'.casefold(), 'ŉ'.upper(), 'ﬁ'.title(), 'ﬁ'.upper(), 'Σ'.swapcase()
""".strip().split("\n")
for expression in EXPRESSIONS:
    try:
        print(ascii(expression), "->", ascii(eval(expression)))
    except Exception as e:
        print(ascii(expression), "->", type(e).__name__, ascii(str(e)))
