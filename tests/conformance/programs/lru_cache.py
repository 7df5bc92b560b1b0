class Node:
    __slots__ = ("key", "value", "prev", "next")

    def __init__(self, key=None, value=None):
        self.key, self.value = key, value
        self.prev = self.next = self


class LRU:
    def __init__(self, size):
        self.size, self.map, self.root = size, {}, Node()
        self.hits = self.misses = 0

    def _unlink(self, node):
        node.prev.next, node.next.prev = node.next, node.prev

    def _push(self, node):
        last = self.root.prev
        last.next = self.root.prev = node
        node.prev, node.next = last, self.root

    def get(self, key, make):
        if key in self.map:
            self.hits += 1
            node = self.map[key]
            self._unlink(node)
        else:
            self.misses += 1
            if len(self.map) >= self.size:
                oldest = self.root.next
                self._unlink(oldest)
                del self.map[oldest.key]
            node = self.map[key] = Node(key, make(key))
        self._push(node)
        return node.value

    def __iter__(self):
        node = self.root.next
        while node is not self.root:
            yield node.key
            node = node.next

    def __len__(self):
        return len(self.map)

    def __contains__(self, key):
        return key in self.map


def cached(size):
    def decorate(f):
        cache = LRU(size)

        def wrapper(*args):
            return cache.get(args, lambda key: f(*key))

        wrapper.cache = cache
        wrapper.__name__ = f.__name__
        return wrapper

    return decorate


@cached(100)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(60), fib.cache.hits, fib.cache.misses, len(fib.cache), fib.__name__)
c = LRU(3)
for k in "abcadbea":
    c.get(k, str.upper)
    print(k, list(c), c.hits, c.misses)
print("e" in c, "c" in c, len(c))


@cached(2)
def slow(a, b):
    print("computing", a, b)
    return a * b


print(slow(2, 3), slow(2, 3), slow(4, 5), slow(6, 7), slow(2, 3))
