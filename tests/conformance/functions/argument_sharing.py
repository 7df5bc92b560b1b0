"""What `f(*args, **kwargs)` hands over: nobody sees another one's tuple or dict change, whatever is shared inside."""
FunctionType = type(lambda: 0)


def show(*args, **kwargs):
    kwargs["added"] = 1
    return args, kwargs


def forward(*args, **kwargs):
    before = dict(kwargs)
    result = show(*args, **kwargs)
    print(kwargs == before, result[1] is kwargs, result)


forward(1, 2, x=3, y=4)
forward()
forward(z=1)

d = {"a": 1}
print(show(**d), d)
print(show(**d, **{"b": 2}), d)
t = (1, 2)
print(show(*t)[0] == t, show(*t, 3)[0])
print(show(*[1, 2], *(3,), **{}))


def named(a, *rest, k=5, **more):
    return a, rest, k, more


print(named(*(1, 2), **{"k": 3, "m": 4}))
print(named(**{"a": 1}))
print(named(**{"m": 1, "a": 2, "k": 3, "n": 4}))


class Text(str):
    def __hash__(self):
        # Runs while the arguments are being bound.
        total = [named(i, i, i, k=i) for i in range(3)]
        return hash(str(self)) + 0 * len(total)

    def __eq__(self, other):
        return named(str(self) == other)[0]


kw = {Text("k"): 1, Text("zz"): 2}
print(named(1, 2, 3, **kw))
print([type(key).__name__ for key in named(1, **kw)[3]])


class Call:
    def __call__(self, *args, **kwargs):
        return args, kwargs

    def method(self, *args, **kwargs):
        return args, kwargs


c = Call()
print(c(1, *(2, 3), k=4), c.method(1, *(2, 3), **{"k": 4}))
m = c.method
print(m(1, k=2), m(*t, **d), m())


class Made:
    def __init__(self, *args, **kwargs):
        self.got = args, kwargs


print(Made(1, k=2).got, Made(*t, **d).got, Made().got)


class Empty:
    pass


print(type(Empty()).__name__, type(Empty(*())).__name__, type(Empty(**{})).__name__)
for wrong in (lambda: Empty(1), lambda: Empty(x=1), lambda: Empty(*t)):
    try:
        wrong()
    except TypeError as e:
        print(e)
Empty.__init__ = lambda self, x=7: setattr(self, "x", x)
print(Empty().x, Empty(8).x)
del Empty.__init__
print(hasattr(Empty(), "x"))
Empty.__new__ = lambda cls: 42
print(Empty())


class Base:
    def __init__(self, v):
        self.v = v


class Derived(Base):
    pass


print(Derived(1).v)
Base.__init__ = lambda self, v: setattr(self, "v", -v)
print(Derived(1).v)


def defaults(a, b=2, c=3):
    return a, b, c


print(defaults(1), defaults(1, 5), defaults(1, c=7))
defaults.__defaults__ = (9, 8, 7, 6, 5)
print(defaults(), defaults(1))
defaults.__defaults__ = None
for wrong in (lambda: defaults(1), lambda: defaults(c=1), lambda: defaults(1, 2, 3, 4, c=5)):
    try:
        wrong()
    except TypeError as e:
        print(e)


def order(a, b, /, c, *, d, e=1):
    return a, b, c, d, e


for args, kwargs in [((), {}), ((1,), {"b": 2}), ((1, 2, 3, 4), {"d": 1}), ((1, 2), {"c": 3}), ((1, 2, 3), {"c": 3, "d": 1}),
                     ((1, 2, 3), {"d": 1, "q": 1}), ((1, 2), {"d": 1, "c": 2}), ((1,), {"d": 1, "c": 2, "a": 3})]:
    try:
        print(order(*args, **kwargs))
    except TypeError as e:
        print(e)


def outer(n):
    x = [n]

    def inner(y: int = 1) -> "r":
        """Doc of inner."""
        return x, y

    return inner


f = outer(1)
print(f.__name__, f.__qualname__, f.__doc__, f.__annotations__, f.__closure__ is f.__closure__, f.__module__)
closure = f.__closure__
copy = FunctionType(f.__code__, globals(), "copy", (2,), closure)
print(copy.__name__, copy.__qualname__, copy(), copy.__closure__ is closure, copy.__doc__)


def other(x):
    def renamed(y):
        "Doc of renamed."
        return x

    return renamed


f.__code__ = other(1).__code__
print(f.__name__, f.__qualname__, f.__doc__, f())
f.__name__ = "named"
f.__doc__ = None
print(f.__name__, f.__qualname__, f.__doc__, f.__code__.co_name)
del f.__doc__
print(f.__doc__, f.__type_params__)
print((lambda: 0).__closure__, (lambda: 0).__annotate__)
