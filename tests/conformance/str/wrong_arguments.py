# What messages call None as an argument, and %c with an __index__ that fails.
def t(f, *a, **k):
    try: print(f(*a, **k))
    except Exception as e: print(type(e).__name__, e)
t('a'.replace, 'b', None)
t('a'.replace, None, 'b')
t(lambda: ('a').replace('b', None))
t(lambda: 'a'.startswith(None))
t(lambda: 'a'.join(None))
t(lambda: 'a'.ljust(None))
t(lambda: 'a'.ljust(5, None))
t(lambda: 'a'.partition(None))
t(lambda: 'a'.removeprefix(None))
t(lambda: 'a'.split(5))
t(lambda: b'a'.replace(None, b''))
t(lambda: ord(None))
t(lambda: chr(None))
t(lambda: 'x'.replace(1, 2))
class V:
    def __index__(self): return 'x'
t(lambda: '% .c' % V())
t(lambda: '%c' % V())
class W:
    def __index__(self): return 65
t(lambda: '%c' % W())
t(lambda: b'%c' % W())
t(lambda: b'%c' % V())
class X: pass
t(lambda: '%c' % X())
class Y:
    def __index__(self): return 1/0
t(lambda: '%c' % Y())
t(lambda: '%c' % 1.5)
t(lambda: int(1,2,3))
