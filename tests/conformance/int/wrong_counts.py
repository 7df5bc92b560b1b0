# What int() says of too many arguments, by position, by keyword, and of a subclass.
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: int(1,2,3,a=4))
t(lambda: int(1,2,a=4))
t(lambda: int(1,2,base=4))
t(lambda: int(1,2,3,base=4))
t(lambda: int(1,x=3))
t(lambda: int(x=3))
t(lambda: int("1", base=4, x=2))
t(lambda: int("1", base=4, x=2, y=3))
class I(int): pass
t(lambda: I(1,2,3))
t(lambda: I(1,2,3,a=4))
