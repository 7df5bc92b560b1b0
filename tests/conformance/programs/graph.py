class Graph:
    def __init__(self, edges=()):
        self.edges = {}
        for a, b, w in edges:
            self.add(a, b, w)

    def add(self, a, b, w=1):
        self.edges.setdefault(a, {})[b] = w
        self.edges.setdefault(b, {})[a] = w

    def bfs(self, start):
        seen, queue = {start: 0}, [start]
        for node in queue:
            for other in self.edges[node]:
                if other not in seen:
                    seen[other] = seen[node] + 1
                    queue.append(other)
        return seen

    def dfs(self, node, seen=None):
        seen = set() if seen is None else seen
        seen.add(node)
        yield node
        for other in sorted(self.edges[node]):
            if other not in seen:
                yield from self.dfs(other, seen)

    def dijkstra(self, start):
        dist, done = {start: (0, [start])}, set()
        while len(done) < len(dist):
            node = min((n for n in dist if n not in done), key=lambda n: dist[n][0])
            done.add(node)
            d, path = dist[node]
            for other, w in self.edges[node].items():
                if other not in dist or d + w < dist[other][0]:
                    dist[other] = (d + w, path + [other])
        return dist

    def mst(self):
        parent = {n: n for n in self.edges}

        def find(x):
            while parent[x] != x:
                parent[x] = parent[parent[x]]
                x = parent[x]
            return x

        out = []
        for w, a, b in sorted((w, a, b) for a, es in self.edges.items() for b, w in es.items() if a < b):
            if (ra := find(a)) != (rb := find(b)):
                parent[ra] = rb
                out.append((a, b, w))
        return out


g = Graph([("a", "b", 4), ("a", "c", 2), ("b", "c", 1), ("b", "d", 5), ("c", "d", 8), ("c", "e", 10), ("d", "e", 2), ("d", "f", 6), ("e", "f", 3)])
print(g.bfs("a"))
print(list(g.dfs("a")))
for node, (d, path) in sorted(g.dijkstra("a").items()):
    print(node, d, "->".join(path))
print(g.mst(), sum(w for *_, w in g.mst()))


def topological(deps):
    order, state = [], {}

    def visit(n, path):
        if state.get(n) == "done":
            return
        if n in path:
            raise ValueError("cycle: " + " ".join(path[path.index(n):] + [n]))
        for d in deps.get(n, ()):
            visit(d, path + [n])
        state[n] = "done"
        order.append(n)

    for n in deps:
        visit(n, [])
    return order


print(topological({"app": ["lib", "log"], "lib": ["core"], "log": ["core", "io"], "core": []}))
try:
    topological({"x": ["y"], "y": ["z"], "z": ["x"]})
except ValueError as e:
    print(e)
maze = ["#########", "#S..#...#", "#.#.#.#.#", "#.#...#E#", "#########"]
start = next((x, y) for y, r in enumerate(maze) for x, c in enumerate(r) if c == "S")
front, came = [start], {start: None}
for x, y in front:
    if maze[y][x] == "E":
        break
    for p in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
        if p not in came and maze[p[1]][p[0]] != "#":
            came[p] = x, y
            front.append(p)
path = [(x, y)]
while came[path[-1]]:
    path.append(came[path[-1]])
print(len(path), path[::-1])
