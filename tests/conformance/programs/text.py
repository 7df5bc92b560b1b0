TEXT = """The quick brown fox jumps over the lazy dog. The dog sleeps;
the fox   runs away -- quickly! "Why?" asks nobody in particular.

It's a quiet day, isn't it? Yes: 3 dogs, 12 foxes & 1 tree."""


def words(text):
    word = ""
    for c in text + " ":
        if c.isalnum() or c == "'":
            word += c
        elif word:
            yield word.lower()
            word = ""


counts = {}
for w in words(TEXT):
    counts[w] = counts.get(w, 0) + 1
for w, n in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))[:8]:
    print(f"{w:<10}{n:>3} {'*' * n}")


def wrap(text, width):
    for paragraph in text.split("\n\n"):
        line = []
        for w in paragraph.split():
            if sum(map(len, line)) + len(line) + len(w) > width:
                yield " ".join(line)
                line = []
            line.append(w)
        yield " ".join(line)
        yield ""


def justify(line, width):
    parts = line.split()
    if len(parts) < 2:
        return line
    gaps, spare = len(parts) - 1, width - sum(map(len, parts))
    return "".join(p + " " * (spare // gaps + (i < spare % gaps)) for i, p in enumerate(parts[:-1])) + parts[-1]


for line in wrap(TEXT, 30):
    print("|" + justify(line, 30).ljust(30) + "|")


def caesar(s, k):
    table = {}
    for base in "aA":
        for i in range(26):
            table[ord(base) + i] = chr(ord(base) + (i + k) % 26)
    return s.translate(table)


secret = caesar("Hello, World!", 3)
print(secret, caesar(secret, -3))


def rle(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]:
            j += 1
        out.append(f"{j - i if j - i > 1 else ''}{s[i]}")
        i = j
    return "".join(out)


print(rle("aaabccddddde"), rle(""), rle("xyz"))
print([w for w in counts if w == w[::-1] and len(w) > 1], "racecar"[::-1] == "racecar", sorted("listen") == sorted("silent"))


def levenshtein(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            new.append(min(row[j] + 1, new[-1] + 1, row[j - 1] + (x != y)))
        row = new
    return row[-1]


print(levenshtein("kitten", "sitting"), levenshtein("", "abc"), levenshtein("flaw", "lawn"))
table = [("name", "qty", "price"), ("apple", 3, 1.5), ("kiwi", 12, 0.25), ("água", 100, 10)]
widths = [max(len(str(r[i])) for r in table) for i in range(3)]
for r in table:
    print(" | ".join(f"{c!s:<{w}}" if isinstance(c, str) else f"{c:>{w}}" for c, w in zip(r, widths)))
print("".join(chr(ord("a") + i) for i in range(26)).upper().center(40, "-"))
print(", ".join(f"{i}{'th' if 10 <= i % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(i % 10, 'th')}" for i in (1, 2, 3, 4, 11, 12, 13, 21, 101, 112)))


def roman(n):
    out = ""
    for v, s in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, n = divmod(n, v)
        out += s * count
    return out


print([roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2026)])
