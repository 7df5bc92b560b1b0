# What special methods give back to operators, conditions, loops and replacement fields, and who is asked next.
import sys


def show(label, function):
    try:
        print(label, "->", function())
    except BaseException as error:
        print(label, "->", type(error).__name__ + ":", error)


log = []


def make(name, bases=(), **methods):
    namespace = {}
    for method, result in methods.items():
        def call(self, *rest, method=method, result=result):
            log.append(f"{name}.{method}{rest!r}")
            return result
        namespace[method] = call
    namespace["__repr__"] = lambda self: name
    return type(name, bases, namespace)


def logged(label, function):
    log.clear()
    show(label, function)
    print("   ", "; ".join(log))


NI = NotImplemented
Left = make("Left", __add__=NI, __iadd__=NI, __pow__=NI, __ipow__=NI, __lt__=NI, __mul__=1)
Right = make("Right", __radd__="r", __rpow__="p", __gt__="g", __rmul__=2)
Deaf = make("Deaf", __radd__=NI, __rpow__=NI, __gt__=NI)
Sub = make("Sub", (Left,), __radd__="s", __rmul__=3)
Num = make("Num", (int,), __radd__="n", __add__="m", __rpow__="q")
Seq = make("Seq", (list,), __radd__=NI)


def iadd(a, b):
    a += b
    return a


def ipow(a, b):
    a **= b
    return a


for a, b in [(Left(), Right()), (Left(), Deaf()), (Left(), 1), (1, Right()), (1, Deaf()), ("a", Right()),
             (Left(), Sub()), (Left(), Left()), (1, Num()), (Num(), 1), (Num(), Num()), ([1], Seq()), ([1], Right()),
             (None, Right()), (None, Deaf()), (1.5, Num())]:
    logged(f"{a!r} + {b!r}", lambda: a + b)
    logged(f"{a!r} += {b!r}", lambda: iadd(a, b))
    logged(f"{a!r} ** {b!r}", lambda: a ** b)
    logged(f"{a!r} **= {b!r}", lambda: ipow(a, b))
    logged(f"{a!r} < {b!r}", lambda: a < b)
logged("Left * Sub", lambda: Left() * Sub())
logged("2 * Right", lambda: 2 * Right())
logged("'%s' % Right", lambda: "%s" % Right())
logged("add constants", lambda: Left() + 1)
logged("radd constants", lambda: 1 + Right())

for result in (NI, None, 5):
    unary = make("Unary", __neg__=result, __pos__=result, __invert__=result)()
    logged("-", lambda: -unary)
    logged("+", lambda: +unary)
    logged("~", lambda: ~unary)

for result in (True, False, 1, None, NI):
    truth = make("Truth", __bool__=result)()
    logged("if", lambda: 1 if truth else 2)
    logged("not", lambda: not truth)
    logged("and", lambda: truth and 3)
    logged("or", lambda: truth or 4)
    logged("not not", lambda: not not truth)
for result in (0, 3, -1, True, 2 ** 70, 1.5, "x", None):
    sized = make("Sized", __len__=result)()
    logged("if len", lambda: 1 if sized else 2)
    logged("not len", lambda: not sized)
    logged("while len", lambda: [1 for _ in (1,) if sized])
both = make("Both", __bool__=False, __len__=5)()
logged("both", lambda: 1 if both else 2)

for result in (True, 0, "yes", [], None, NI, both):
    box = make("Box", __contains__=result)()
    logged("in", lambda: 1 in box)
    logged("not in", lambda: 1 not in box)
    logged("if in", lambda: "y" if 1 in box else "n")
    logged("if not in", lambda: "y" if 1 not in box else "n")
refusing = type("Refusing", (), {"__contains__": None, "__iter__": lambda self: iter([1])})()
logged("refusing", lambda: 1 in refusing)


def loop(x):
    found = []
    for item in x:
        found.append(item)
    return found


for result in ([1], iter([1, 2]), None, 5):
    logged("for", lambda: loop(make("Iter", __iter__=result)()))
    logged("comprehension", lambda: [x for x in make("Iter", __iter__=result)()])
logged("generator function", lambda: loop(type("G", (), {"__iter__": lambda self: (yield 7)})()))
logged("no iteration", lambda: loop(type("N", (), {"__iter__": None})()))
logged("by items", lambda: loop(type("I", (), {"__getitem__": lambda self, i: [4, 5][i]})()))


class Text(str):
    pass


for result in ("text", Text("sub"), None, 5, b"x"):
    formatted = make("Formatted", __format__=result)()
    logged("field", lambda: f"<{formatted}>")
    logged("field with spec", lambda: f"<{formatted:>{2}}>")
    logged("format()", lambda: format(formatted, "s"))
    shown = type("Shown", (), {"__str__": lambda self: result})()
    show("str field", lambda: f"<{shown}>")
    show("str!s", lambda: f"<{shown!s:>6}>")
    show("str!r", lambda: f"{shown!r}"[:10])
    show("str spec", lambda: f"<{shown:>6}>")
    represented = type("Represented", (), {"__repr__": lambda self: result})()
    show("repr field", lambda: f"<{represented}>")
    show("repr!r", lambda: f"<{represented!r:>6}>")
    show("repr!s", lambda: f"<{represented!s}>")
    show("repr!a", lambda: f"<{represented!a}>")


def fails(*args):
    raise KeyError("from the method")


for method, use in [("__neg__", lambda x: -x), ("__bool__", lambda x: 1 if x else 2), ("__len__", lambda x: not x),
                    ("__contains__", lambda x: 1 in x), ("__iter__", loop), ("__format__", lambda x: f"{x}"),
                    ("__str__", lambda x: f"{x}"), ("__repr__", lambda x: f"{x!r}"), ("__radd__", lambda x: 1 + x),
                    ("__iadd__", lambda x: iadd(x, 1)), ("__pow__", lambda x: x ** 2)]:
    show(method, lambda: use(type("Failing", (), {method: fails})()))

a = make("Sliced", __delitem__="ignored", __setitem__="ignored", __getitem__="got")()
logged("del", lambda: a.__delitem__(1))
log.clear()
del a[1]
del a[1:2], a[...]
a[1:2] = 3
print(log)
show("no delitem", lambda: exec("del x[1]", {"x": make("OnlySet", __setitem__=1)()}))


def handled():
    class Quiet:
        def __bool__(self):
            raise ValueError("no truth")

    try:
        if Quiet():
            print("never")
    except ValueError as error:
        print("caught", error, error.__traceback__.tb_next.tb_frame.f_code.co_name)
    try:
        return not Quiet()
    except ValueError:
        return "caught too"
    finally:
        print("finally", sys.exc_info()[0])


print(handled())
