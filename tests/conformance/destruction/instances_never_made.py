"""A class that takes no arguments makes no instance when it gets some: no `__del__` is seen."""


class K:
    def __del__(self):
        print("del")


def make(*args, **kwargs):
    return K(*args, **kwargs)


for way in (lambda: K(1), lambda: K(x=1), lambda: object.__new__(K, 1), lambda: make(1), lambda: make(x=1), lambda: make(), lambda: K()):
    for _ in range(3):
        try:
            way()
        except TypeError as e:
            print(e)


class G:
    """Its iterator is a generator, which has no hint; it has one itself."""

    def __iter__(self):
        return (x for x in "ab")

    def __length_hint__(self):
        return -1


for way in (list, [].extend, lambda x: [*x], sorted, tuple):
    try:
        print(way(G()))
    except ValueError as e:
        print(e)
