"""Generic aliases of lists that contain themselves: found by the fuzzer as a stack overflow."""


class M:
    __module__ = "m"


def selflist():
    items = []
    items.append(items)
    return items


for item in (selflist(), [1, [2, selflist()]], (1, 2), {}, [M, int, None, ...], [[M]], [], [()]):
    for origin in (list, tuple, dict):
        print(origin[item])
        try:
            print(origin[item].__parameters__)
        except RecursionError as e:
            print("RecursionError", str(e).endswith(" in __parameter__ calculation"))
        try:
            print(origin[item][int])
        except (TypeError, RecursionError) as e:
            print(type(e).__name__)

inner = []
pair = (inner,)
inner.append(pair)
print(list[pair], list[inner], list[pair] == list[pair])
try:
    hash(list[inner])
except TypeError as e:
    print(e)
