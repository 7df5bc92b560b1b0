# Generators: lazy streams, delegation, coroutines with send(), and recursion.


def naturals(start=0):
    n = start
    while True:
        yield n
        n += 1


def take(count, items):
    for _, item in zip(range(count), items):
        yield item


def sieve(numbers):
    prime = next(numbers)
    yield prime
    yield from sieve(n for n in numbers if n % prime)


def running_mean():
    total = count = 0
    mean = None
    while True:
        total += yield mean
        count += 1
        mean = total / count


def queens(n, placed=()):
    if len(placed) == n:
        yield placed
        return
    row = len(placed)
    for column in range(n):
        if all(column != c and row - r != abs(column - c) for r, c in enumerate(placed)):
            yield from queens(n, (*placed, column))


def flatten(tree):
    match tree:
        case [*branches]:
            for branch in branches:
                yield from flatten(branch)
        case leaf:
            yield leaf


print("primes", *take(15, sieve(naturals(2))))
mean = running_mean()
next(mean)
print("means", *(mean.send(x) for x in (10, 20, 60, 10)))
print("queens", sum(1 for _ in queens(6)), next(queens(8)))
print("flat", *flatten([1, [2, [3, [4]], 5], [[6]]]))
