"""Who asks an iterable for `__length_hint__`, and what a wrong one does: lists are made with it, tuples without."""


class Hint:
    def __init__(self, hint):
        self.hint = hint

    def __iter__(self):
        return iter([1, 2])

    def __length_hint__(self):
        if isinstance(self.hint, Exception):
            raise self.hint
        return self.hint


def show(*args, **kwargs):
    return args, kwargs


ways = {
    "list": list, "tuple": tuple, "set": set, "[*x]": lambda x: [*x], "(*x,)": lambda x: (*x,), "{*x}": lambda x: {*x},
    "f(*x)": lambda x: show(*x), "f(1, *x)": lambda x: show(1, *x), "f(*x, k=1)": lambda x: show(*x, k=1),
    "f(*x, **{})": lambda x: show(*x, **{"k": 1}), "extend": lambda x: [].extend(x), "sorted": sorted, "dict": dict.fromkeys,
    "max": max, "sum": sum, "slice": lambda x: [0].__setitem__(slice(0, 0), x), "unpack": lambda x: [a for a, b in [x]],
    "star": lambda x: (lambda y: y)([c for a, *c in [x]]), "join": lambda x: ",".join(x), "bytes": bytes, "bytearray": bytearray,
    "map": lambda x: list(map(str, x)), "zip": lambda x: list(zip(x, x)), "iadd": lambda x: [].__iadd__(x),
    "tuple subclass": type("T", (tuple,), {}), "frozenset": frozenset,
}
for hint in (-1, 10**30, "text", 2.5, TypeError("passed over"), KeyError("raised"), NotImplemented, 5):
    print(repr(hint))
    for name, way in ways.items():
        try:
            print("   ", name, way(Hint(hint)))
        except Exception as e:
            print("   ", name, type(e).__name__, e)
