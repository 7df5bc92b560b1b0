# The errors of classes/metaclass.
class Meta(type):
    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, [b.__name__ for b in bases], sorted(k for k in ns if not k.startswith("__")), kw)
        cls = super().__new__(mcls, name, bases, ns)
        cls.tag = kw.get("tag")
        return cls

    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)

    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name, kw)
        return {"prepared": 1}

    def __call__(cls, *args, **kw):
        print("call", args, kw)
        return super().__call__(*args, **kw)

    def __repr__(cls):
        return f"<Meta {cls.__name__}>"

    def __len__(cls):
        return 42

    def __iter__(cls):
        return iter("abc")

    def __getattr__(cls, name):
        return f"meta attr {name}"

    def __instancecheck__(cls, obj):
        return obj == 1

    def __subclasscheck__(cls, other):
        return other is int

    def __getitem__(cls, k):
        return ("item", k)

    def __contains__(cls, k):
        return k == "in"

    def __add__(cls, other):
        return "added"

    @property
    def prop(cls):
        return "meta property"
class C(metaclass=Meta, tag="t"):
    x = 1

    def __init__(self, *a, **k):
        self.a = a
class D(C, extra=2):
    pass
c = C(1, k=2)
class M2(type): pass
for code in ("class X(C, metaclass=M2): pass", "class X(metaclass=5): pass", "class X(kw=1): pass", "class X(metaclass=lambda *a, **k: (a[0], k), z=1): pass\nprint(X)",
             "class X(1): pass", "class X(*[int]): pass\nprint(X.__bases__)", "class X(metaclass=M2, **{'kw': 1}): pass"):
    try:
        exec(code)
    except Exception as e:
        print(type(e).__name__, str(e))
class Order(type):
    @classmethod
    def __prepare__(m, name, bases):
        class Recorder(dict):
            def __setitem__(self, k, v):
                log.append(k)
                dict.__setitem__(self, k, v)
        return Recorder()
log = []
class O(metaclass=Order):
    b = 1
    def a(self): pass
    b = 2
class BadPrepare(type):
    @classmethod
    def __prepare__(m, *a): return 5
