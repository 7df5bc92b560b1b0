# += of classes with a builtin base: the base's __iadd__ comes before __add__ and the other's __radd__.
class R:
    def __radd__(s,o): return 'radd'
    def __rmul__(s,o): return 'rmul'
class L(list): pass
class A(list):
    def __add__(s,o): return 'add'
    def __mul__(s,o): return 'mul'
class B(bytearray):
    def __add__(s,o): return 'add'
    def __mul__(s,o): return 'mul'
class S(set):
    def __or__(s,o): return 'or'
class D(dict):
    def __or__(s,o): return 'or'
class I(list):
    def __iadd__(s,o): return 'iadd'
for c in (list, L, A, B, bytearray, I):
    for r in ('R()','[1]',"b'x'",'5','"ab"'):
        for op in ('+=','*='):
            x=c()
            try:
                exec('x %s %s'%(op,r))
                print(c.__name__, op, r, type(x).__name__, x)
            except Exception as e: print(c.__name__, op, r, type(e).__name__, e)
x=S([1]); x|={2}; print(type(x), x)
x=D(a=1); x|={'b':2}; print(type(x), x)
import array
class AR(array.array):
    def __add__(s,o): return 'add'
x=AR('i'); x+=array.array('i',[1]); print(type(x))
