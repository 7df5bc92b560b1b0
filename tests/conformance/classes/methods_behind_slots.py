# `__contains__` of dicts and sets and `__getitem__` of dicts and lists are plain methods of theirs, and slots at the same time.
for method in (dict.__contains__, dict.__getitem__, set.__contains__, frozenset.__contains__, list.__getitem__):
    cls = method.__objclass__
    print(type(method) is type(str.join), method, method.__text_signature__, method.__qualname__, type(cls().__contains__).__name__)
    for args in (), (5,), (cls(),), (cls(), 1, 2), (cls(), []):
        try:
            print(method(*args))
        except Exception as e:
            print(type(e).__name__, e)
    for keywords in {"key": 1}, {1: 2}:
        for call in (lambda: method(cls(), **keywords), lambda: getattr(cls(), method.__name__)(1, **keywords)):
            try:
                call()
            except TypeError as e:
                print(e)


# Subclasses that inherit them, that override them and call them, that get them by other ways.
class Plain(dict): pass
class Counting(dict):
    count = 0

    def __contains__(self, key):
        Counting.count += 1
        return super().__contains__(key)

    def __getitem__(self, key):
        Counting.count += 1
        return super().__getitem__(key)


class Back(Counting):
    __contains__ = dict.__contains__
    __getitem__ = dict.__getitem__


class Missing(dict):
    def __missing__(self, key): return "no " + key


class Strange(dict):
    __contains__ = set.__contains__
    __getitem__ = dict.get
    __len__ = dict.__contains__


class Reverse(list):
    def __getitem__(self, index): return list.__getitem__(self, -1 - index)


class Both(Plain, Counting): pass
class S(set): pass
class F(frozenset):
    def __contains__(self, key): return not frozenset.__contains__(self, key)


for cls in (Plain, Counting, Back, Missing, Both):
    d = cls(a=1)
    print(cls.__name__, "a" in d, "b" in d, d["a"], Counting.count, [d["a"] for _ in range(3)], d.__contains__("a"))
print(Missing(a=1)["z"], Missing().__getitem__("z"))
strange = Strange(a=1)
print(strange["z"], strange["a"])
for use in (lambda: "a" in strange, lambda: len(strange)):
    try:
        print(use())
    except TypeError as e:
        print(e)
print(Reverse("abc")[0], list(Reverse("abc")), 1 in S({1}), 1 in F({1}), [x in F({1}) for x in range(3)])

# The slot follows when a class is changed.
for _ in range(2):
    Plain.__getitem__ = lambda self, key: "changed"
    Plain.__contains__ = lambda self, key: True
    print(Plain(a=1)["a"], "z" in Plain())
    del Plain.__getitem__, Plain.__contains__
    print(Plain(a=1)["a"], "z" in Plain())
Plain.__contains__ = dict.__contains__
Plain.__getitem__ = dict.__getitem__
print(Plain(a=1)["a"], "z" in Plain(), "a" in Plain(a=1))
