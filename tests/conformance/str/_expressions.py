# Shared by expressions.py and format_expressions.py.


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
