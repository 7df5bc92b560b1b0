"""Module docstring
over two lines."""
'not a docstring'
def f():
    "one line"
def g():
    '''three
    lines
    '''
    return 1
class C:
    r"""raw \d docstring"""
    def m(self):
        u'unicode docstring'
        pass
    def n(self): "on the same line"; return 1
async def h():
    """async"""
def i():
    f'no docstring {1}'
def j():
    b'no docstring'
def k():
    ("parenthesised")
def l():
    "adjacent" " strings"
def m():
    # comment first
    "docstring after a comment"
def n():

    "docstring after a blank line"
def o():
    1
    "too late"
class D: "class docstring"
class E:
    ...
    "late"
