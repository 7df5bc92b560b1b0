# Sets that comparisons of their elements change.


class Zero:
    def __hash__(self):
        return 0


class Adder(Zero):
    done = False

    def __eq__(self, other):
        if not self.done:
            self.done = True
            target.add(Zero())
        return self is other

    __hash__ = Zero.__hash__


first = Zero()
target = {first, Zero()}
target.remove(first)
target.add(Adder())
print(len(target), len(list(target)), len(set() | target), repr(target).count("Zero"))


class Equal(Zero):
    def __eq__(self, other):
        if not target2_done:
            target2_done.append(1)
            target2.discard(anchor)
            target2.add(self)
        return False

    __hash__ = Zero.__hash__


target2_done = []
anchor = Zero()
gone = Zero()
target2 = {gone, anchor}
target2.remove(gone)
target2.add(Equal())
print(len(target2) in (1, 2), len(target2) == len(list(target2)))


class Made(set):
    def __new__(cls, items, extra=None):
        return super().__new__(cls, items)


class Frozen(frozenset):
    def __new__(cls, items, extra=None):
        return super().__new__(cls, items)


for cls in Made, Frozen:
    try:
        print(cls([1], extra=3))
    except TypeError as error:
        print(error)
