def primes(n):
    sieve = bytearray([1]) * (n + 1)
    sieve[:2] = b"\0\0"
    for i in range(2, int(n**0.5) + 1):
        if sieve[i]:
            sieve[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i, p in enumerate(sieve) if p]


ps = primes(10000)
print(len(ps), ps[:10], ps[-3:], sum(ps))


def factor(n):
    out, d = [], 2
    while d * d <= n:
        while n % d == 0:
            out.append(d)
            n //= d
        d += 1
    return out + [n] if n > 1 else out


print([factor(n) for n in (1, 2, 12, 97, 360, 1001, 65536, 999983 * 2)])


def miller_rabin(n):
    if n < 2:
        return False
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if a >= n:
            continue
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


print([n for n in range(2, 60) if miller_rabin(n)], miller_rabin(2**127 - 1), miller_rabin(2**128 - 1), miller_rabin(10**50 + 151))


def egcd(a, b):
    if not b:
        return a, 1, 0
    g, x, y = egcd(b, a % b)
    return g, y, x - a // b * y


print(egcd(240, 46), egcd(10**40 + 1, 10**30 + 7))
p, q, e = 2**61 - 1, 2**89 - 1, 65537
n, phi = p * q, (p - 1) * (q - 1)
d = pow(e, -1, phi)
message = int.from_bytes("Hello RSA".encode(), "big")
cipher = pow(message, e, n)
print(cipher, pow(cipher, d, n).to_bytes(9, "big").decode())


def collatz(n):
    steps = 0
    while n != 1:
        n = n * 3 + 1 if n & 1 else n >> 1
        steps += 1
    return steps


print(max(range(1, 3000), key=collatz), collatz(27), collatz(2**100 - 1))


def pi_digits(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while n:
        if 4 * q + r - t < m * t:
            yield m
            n -= 1
            q, r, m = q * 10, (r - m * t) * 10, (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2


print("".join(map(str, pi_digits(200))))


class Fraction:
    def __init__(self, n, d=1):
        g = egcd(n, d)[0] or 1
        g = -g if d // g < 0 else g
        self.n, self.d = n // g, d // g
    def __add__(self, o): return Fraction(self.n * o.d + o.n * self.d, self.d * o.d)
    def __mul__(self, o): return Fraction(self.n * o.n, self.d * o.d)
    def __eq__(self, o): return (self.n, self.d) == (o.n, o.d)
    def __repr__(self): return f"{self.n}/{self.d}"


print(sum((Fraction(1, i) for i in range(1, 20)), Fraction(0)), Fraction(2, -4), Fraction(1, 2) * Fraction(2, 3), Fraction(1, 2) == Fraction(-3, -6))
print([perfect for perfect in range(2, 500) if sum(d for d in range(1, perfect) if perfect % d == 0) == perfect])
