def bubble(a):
    a = a[:]
    for i in range(len(a)):
        for j in range(len(a) - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a


def quick(a):
    if len(a) <= 1:
        return a
    pivot, *rest = a
    return quick([x for x in rest if x < pivot]) + [pivot] + quick([x for x in rest if x >= pivot])


def merge(a):
    if len(a) < 2:
        return a
    mid = len(a) // 2
    left, right = merge(a[:mid]), merge(a[mid:])
    out = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            out.append(left[i])
            i += 1
        else:
            out.append(right[j])
            j += 1
    return out + left[i:] + right[j:]


def heap(a):
    h = []
    for x in a:
        h.append(x)
        i = len(h) - 1
        while i and h[(i - 1) // 2] > h[i]:
            h[i], h[(i - 1) // 2] = h[(i - 1) // 2], h[i]
            i = (i - 1) // 2
    out = []
    while h:
        out.append(h[0])
        last = h.pop()
        if h:
            h[0] = last
            i = 0
            while True:
                child = min((c for c in (2 * i + 1, 2 * i + 2) if c < len(h)), key=h.__getitem__, default=None)
                if child is None or h[child] >= h[i]:
                    break
                h[i], h[child] = h[child], h[i]
                i = child
    return out


def shell(a):
    a = list(a)
    gap = len(a) // 2
    while gap:
        for i in range(gap, len(a)):
            x, j = a[i], i
            while j >= gap and a[j - gap] > x:
                a[j] = a[j - gap]
                j -= gap
            a[j] = x
        gap //= 2
    return a


def radix(a):
    for shift in range(0, 16, 4):
        buckets = [[] for _ in range(16)]
        for x in a:
            buckets[x >> shift & 15].append(x)
        a = [x for b in buckets for x in b]
    return a


seed = 12345


def random():
    global seed
    seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
    return seed >> 8


data = [random() % 50000 for _ in range(200)]
for f in (bubble, quick, merge, heap, shell, radix):
    print(f.__name__, f(data) == sorted(data), f([]), f([1]), f([2, 1]), f([3, 3, 1, 2, 2]))
words = "to be or not to be that is the question".split()
for f in (bubble, quick, merge, heap, shell):
    print(f(words))
