# Plain code: sorting, primes, graphs.
def sieve(limit):
    flags = [True] * (limit + 1)
    flags[0:2] = [False, False]
    for number in range(2, int(limit ** 0.5) + 1):
        if flags[number]:
            flags[number * number::number] = [False] * len(flags[number * number::number])
    return [number for number, flag in enumerate(flags) if flag]


def quicksort(items):
    if len(items) <= 1:
        return items
    pivot, *rest = items
    return (quicksort([x for x in rest if x < pivot])
            + [pivot]
            + quicksort([x for x in rest if x >= pivot]))


def shortest(graph, start, goal):
    queue, seen = [(start, [start])], {start}
    while queue:
        node, path = queue.pop(0)
        if node == goal:
            return path
        for neighbour in graph.get(node, ()):
            if neighbour not in seen:
                seen.add(neighbour)
                queue.append((neighbour, path + [neighbour]))
    else:
        return None


def gcd(a, b):
    while b: a, b = b, a % b
    return a


fib = lambda n: n if n < 2 else fib(n - 1) + fib(n - 2)
matrix = [[i * j for j in range(3)] for i in range(3)]
transposed = [list(row) for row in zip(*matrix)]
total = sum(sum(row) for row in matrix)
words = sorted({"b", "a"}, key=lambda word: (-len(word), word), reverse=not True)
counts = {}
for word in words: counts[word] = counts.get(word, 0) + 1
assert gcd(12, 18) == 6, f"{gcd(12, 18)=}"
