# Lists that their items' `__eq__` shorten; notes of elements from which no dict can be made.


class Clears:
    def __init__(self, target):
        self.target = target

    def __eq__(self, other):
        self.target.clear()
        return NotImplemented


def lists():
    left, right = [], []
    left.append(Clears(right))
    right.append(Clears(left))
    return left, right


left, right = lists()
print(left == right, left, right)
left, right = lists()
print(left != right)
left, right = lists()
print(left <= right)
left, right = lists()
print(left < right)
left, right = [], [1, 2]
left += [Clears(left), 2]
print(left == right, left != right)


def breaks():
    yield "key"
    raise TypeError("oops")


for pairs in [breaks()], [("a", "b"), breaks()], [("a", "b"), 5], [("a",)]:
    try:
        dict(pairs)
    except (TypeError, ValueError) as error:
        print(error, getattr(error, "__notes__", None))
