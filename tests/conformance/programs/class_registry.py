# Plugins, mixins, abstract methods, context: the way applications are built.
class Registry(type):
    plugins = {}
    def __new__(m, name, bases, ns, abstract=False, **kw):
        cls = super().__new__(m, name, bases, ns, **kw)
        missing = {n for c in cls.__mro__ for n, v in vars(c).items() if getattr(v, "__abstract__", False) and getattr(cls, n) is v}
        cls.missing = missing
        if not abstract:
            if missing:
                raise TypeError(f"{name} lacks {', '.join(sorted(missing))}")
            m.plugins[name.lower()] = cls
        return cls
    def __iter__(cls): return iter(sorted(cls.plugins))
    def __getitem__(cls, k): return cls.plugins[k]


def abstract(f):
    f.__abstract__ = True
    return f


class Plugin(metaclass=Registry, abstract=True):
    options = {}
    def __init__(self, **options): self.options = {**type(self).options, **options}
    @abstract
    def run(self, data): ...
    def __call__(self, data): return self.run(data)
    def __repr__(self): return f"<{type(self).__name__} {self.options}>"


class LogMixin:
    log = []
    def run(self, data):
        self.log.append(f"{type(self).__name__} in={data!r}")
        result = super().run(data)
        self.log.append(f"{type(self).__name__} out={result!r}")
        return result


class Upper(Plugin):
    def run(self, data): return data.upper()


class Repeat(Plugin):
    options = {"n": 2, "sep": ""}
    def run(self, data): return self.options["sep"].join([data] * self.options["n"])


class LoggedRepeat(LogMixin, Repeat):
    pass


try:
    class Broken(Plugin):
        pass
except TypeError as e:
    print(e)
print(list(Plugin), Plugin["upper"]()("abc"), Plugin["repeat"](n=3, sep="-")("x"), Plugin["loggedrepeat"]()("y"), LogMixin.log)
print(Repeat(n=5), [c.__name__ for c in LoggedRepeat.__mro__], Plugin.missing, Upper.missing)
pipeline = [Upper(), Repeat(sep="+"), LoggedRepeat()]
value = "ab"
for step in pipeline: value = step(value)
print(value)


class Validated:
    def __init__(self, *checks): self.checks = checks
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, o, t=None): return self if o is None else getattr(o, self.name)
    def __set__(self, o, v):
        for check in self.checks:
            if message := check(v): raise ValueError(f"{self.name[1:]} {message}")
        setattr(o, self.name, v)


def positive(v): return None if v > 0 else "must be positive"
def below(n): return lambda v: None if v < n else f"must be below {n}"


class Item:
    price, count = Validated(positive, below(1000)), Validated(positive)
    def __init__(self, price, count): self.price, self.count = price, count
    total = property(lambda self: self.price * self.count)


i = Item(9.5, 4)
print(i.total, vars(i))
for k, v in (("price", -1), ("price", 5000), ("count", 0), ("total", 1)):
    try: setattr(i, k, v)
    except (ValueError, AttributeError) as e: print(type(e).__name__, e)


class Singleton(type):
    def __call__(cls, *a, **k):
        if not hasattr(cls, "_it"): cls._it = super().__call__(*a, **k)
        return cls._it
class Config(metaclass=Singleton):
    def __init__(self): self.values = {}
    def __getattr__(self, n):
        try: return self.values[n]
        except KeyError: raise AttributeError(f"no setting {n!r}") from None
Config().values["debug"] = True
print(Config() is Config(), Config().debug, hasattr(Config(), "nope"))
class Lazy:
    def __init__(self, f): self.f = f
    def __get__(self, o, t): v = o.__dict__[self.f.__name__] = self.f(o); return v
class Data:
    @Lazy
    def heavy(self): print("computing"); return 42
d = Data(); print(d.heavy, d.heavy, vars(d))
class Stack(list):
    push = list.append
    @property
    def top(self): return self[-1]
    def __bool__(self): return len(self) > 1
s = Stack(); s.push(1); print(bool(s), s.top); s.push(2); print(bool(s), s.top, s)
