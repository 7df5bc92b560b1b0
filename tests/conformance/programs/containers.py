class OrderedSet:
    def __init__(self, items=()):
        self._d = dict.fromkeys(items)
    def add(self, x): self._d[x] = None
    def discard(self, x): self._d.pop(x, None)
    def __contains__(self, x): return x in self._d
    def __iter__(self): return iter(self._d)
    def __len__(self): return len(self._d)
    def __or__(self, o): return OrderedSet([*self, *o])
    def __and__(self, o): return OrderedSet(x for x in self if x in o)
    def __sub__(self, o): return OrderedSet(x for x in self if x not in o)
    def __eq__(self, o): return set(self) == set(o)
    def __repr__(self): return f"OrderedSet({list(self)})"


s = OrderedSet("hello world")
s.add("!")
s.discard("l")
print(s, len(s), "h" in s, s | "xyz", s & "hold", s - "hold", s == OrderedSet("!dlrow oleh") - "l", s != 5 if False else "")


class Deque:
    def __init__(self, items=(), maxlen=None):
        self.left, self.right, self.maxlen = [], [], maxlen
        for x in items: self.append(x)
    def append(self, x):
        self.right.append(x)
        if self.maxlen is not None and len(self) > self.maxlen: self.popleft()
    def appendleft(self, x): self.left.append(x)
    def pop(self):
        if not self.right: self.right, self.left = self.left[::-1], []
        return self.right.pop()
    def popleft(self):
        if not self.left: self.left, self.right = self.right[::-1], []
        return self.left.pop()
    def __len__(self): return len(self.left) + len(self.right)
    def __iter__(self): yield from reversed(self.left); yield from self.right
    def __getitem__(self, i):
        if not -len(self) <= i < len(self): raise IndexError("deque index out of range")
        i %= len(self)
        return self.left[-1 - i] if i < len(self.left) else self.right[i - len(self.left)]


d = Deque(range(5), maxlen=4)
d.appendleft("L")
print(list(d), d.pop(), d.popleft(), list(d), d[0], d[-1], len(d))
try: d[10]
except IndexError as e: print(e)
try: Deque().pop()
except IndexError as e: print(e)


class Trie:
    def __init__(self): self.children, self.end = {}, False
    def insert(self, word):
        node = self
        for c in word: node = node.children.setdefault(c, Trie())
        node.end = True
    def words(self, prefix=""):
        if self.end: yield prefix
        for c in sorted(self.children): yield from self.children[c].words(prefix + c)
    def complete(self, prefix):
        node = self
        for c in prefix:
            if (node := node.children.get(c)) is None: return []
        return list(node.words(prefix))


t = Trie()
for w in "car card care cat dog do done".split(): t.insert(w)
print(t.complete("car"), t.complete("do"), t.complete("x"), list(t.words()))


class Tree:
    def __init__(self, value, left=None, right=None): self.value, self.left, self.right = value, left, right
    def insert(self, v):
        side = "left" if v < self.value else "right"
        if (child := getattr(self, side)) is None: setattr(self, side, Tree(v))
        else: child.insert(v)
        return self
    def __iter__(self):
        if self.left: yield from self.left
        yield self.value
        if self.right: yield from self.right
    def depth(self): return 1 + max((c.depth() for c in (self.left, self.right) if c), default=0)
    def __contains__(self, v):
        node = self
        while node:
            if node.value == v: return True
            node = node.left if v < node.value else node.right
        return False


tree = Tree(50)
for v in (30, 70, 20, 40, 60, 80, 10, 45): tree.insert(v)
print(list(tree), tree.depth(), 45 in tree, 46 in tree, sum(tree), max(tree))


class Default(dict):
    def __init__(self, make, *a, **k): super().__init__(*a, **k); self.make = make
    def __missing__(self, k): v = self[k] = self.make(); return v


groups = Default(list)
for w in "apple bob cat alice bread cow".split(): groups[w[0]].append(w)
counter = Default(int)
for c in "mississippi": counter[c] += 1
print(dict(groups), sorted(counter.items(), key=lambda kv: (-kv[1], kv[0])), groups.get("z"), len(groups))


class Chain:
    def __init__(self, *maps): self.maps = maps
    def __getitem__(self, k):
        for m in self.maps:
            if k in m: return m[k]
        raise KeyError(k)
    def get(self, k, d=None):
        try: return self[k]
        except KeyError: return d


c = Chain({"a": 1}, {"a": 2, "b": 3})
print(c["a"], c["b"], c.get("z", "none"))
try: c["z"]
except KeyError as e: print(repr(e))
v = memoryview(bytearray(b"0123456789"))
print(bytes(v[2:5]), bytes(v[::-3]))
pairs = [("x", 1), ("y", 2), ("x", 3)]
print({k: [v for kk, v in pairs if kk == k] for k, _ in pairs}, dict(pairs), [*zip(*pairs)], list(map(dict, [pairs])))
