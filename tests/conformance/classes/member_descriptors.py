"""Fields of builtin types are member descriptors; some types have an attribute access of their own."""

def f(): pass
for o, n in ((slice(1),'start'),(range(2),'stop'),(1j,'real'),(property(),'fget'),(list[int],'__args__'),(list[int],'__origin__'),(list[int],'__unpacked__'),(int|str,'__args__'),(f,'__globals__'),(f.__code__,'co_name'),(property(),'__doc__'),(len,'__module__'),(BaseException(),'__suppress_context__'),(OSError(),'errno'),(UnicodeDecodeError('a',b'',1,2,'r'),'start'),(StopIteration(1),'value')):
    d = type(o).__dict__[n]
    print(d, type(d).__name__, d.__name__, d.__objclass__, d.__doc__, d.__qualname__, d is type(o).__dict__[n], d.__reduce__())
    for g in (lambda: d.__get__(o) == getattr(o, n), lambda: d.__get__(None, type(o)) is d, lambda: d.__get__(0.5), lambda: d.__get__(None), lambda: setattr(o, n, 3), lambda: delattr(o, n), lambda: d.__set__(0.5, 1), lambda: d.__delete__(0.5), lambda: getattr(o, n)):
        try: r = g(); print("   ", r if not isinstance(r, dict) else "dict")
        except Exception as e: print("   ", type(e).__name__, e)
import _functools as functools, _operator as operator, _collections as collections
for c, args in ((functools.partial, (print,)), (operator.itemgetter, (1,)), (operator.attrgetter, ('a',)), (operator.methodcaller, ('a',)), (collections.deque, ()), (collections.defaultdict, ())):
    x = c(*args)
    for g in (lambda: c.__getattribute__, lambda: c.__getattribute__(1, 'x'), lambda: c.__getattribute__(x, '__class__'), lambda: c.__getattribute__(x, 'zz'), lambda: x.zz, lambda: c.__setattr__, lambda: c.__setattr__(1, 'a', 1), lambda: c.__delattr__):
        try: print(repr(g()))
        except Exception as e: print(type(e).__name__, str(e).split(" and no __dict__")[0])
class P(functools.partial):
    def __getattr__(self, name): return name + "!"
p = P(print)
print(p.zz, p.func)
class Q(functools.partial): pass
q = Q(print); q.a = 1; print(q.a, q.__dict__)
U = type(int|str)
print(U.__getattribute__, (int|str).__args__)
for x in (operator.itemgetter(1), operator.attrgetter('a'), operator.methodcaller('a')): print(x.__text_signature__)
