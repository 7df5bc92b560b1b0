"""`__module__` of builtin functions can be set, like the field it is."""


def show(*uses):
    for use in uses:
        try:
            print(use())
        except Exception as e:
            print(type(e).__name__, e)


append = [].append
show(
    lambda: len.__module__,
    lambda: setattr(len, "__module__", "x"),
    lambda: len.__module__,
    lambda: (repr(len), len.__self__.__name__, len([1])),
    lambda: delattr(len, "__module__"),
    lambda: len.__module__,
    lambda: setattr(len, "__module__", (1, 2)),
    lambda: len.__module__,
    lambda: setattr(len, "__module__", "builtins"),
    lambda: append.__module__,
    lambda: setattr(append, "__module__", 3),
    lambda: (append.__module__, append.__self__, append(1)),
    lambda: [].append.__module__,
    lambda: setattr(str.maketrans, "__module__", "m"),
    lambda: str.maketrans.__self__,
    lambda: setattr(len, "__name__", "x"),
    lambda: len(),
)


def branches(x):
    if x:
        return 1
    for i in x:
        while i:
            pass


# The offsets are each interpreter's own: the branches go somewhere inside the code.
found = list(branches.__code__.co_branches())
size = len(list(branches.__code__.co_positions())) * 2
print(len(found) > 2, all(len(b) == 3 and 0 <= min(b) and max(b) < size and b[0] < b[1] for b in found))
show(lambda: branches.__code__.co_branches(1), lambda: type(branches.__code__).co_branches)

# What is an attribute of the instances is not the module of the class.
print([(t.__name__, t.__module__) for t in (type(len), type([].append), type(lambda: 0), type)])
