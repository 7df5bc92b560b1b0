# Native functions know their name, docstring and qualified name.
for f in (len, print, sorted, isinstance, getattr, [].append, "".join, {}.get, int.from_bytes, str.maketrans, dict.fromkeys, object.__init__, int.__add__, abs):
    print(f.__name__, f.__qualname__, type(f).__name__, (f.__doc__ or "").split("\n")[0], f.__text_signature__)
for t in (int, str, list, dict, object, type, float, range, tuple, set, bytes, property, enumerate):
    print(t.__name__, t.__qualname__, t.__module__, (t.__doc__ or "").split("\n")[0])
