def crc32(data, table=[]):
    if not table:
        for n in range(256):
            for _ in range(8):
                n = n >> 1 ^ (0xEDB88320 if n & 1 else 0)
            table.append(n)
    crc = 0xFFFFFFFF
    for b in data:
        crc = table[(crc ^ b) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


print(hex(crc32(b"123456789")), hex(crc32(b"")), crc32(bytes(range(256))))


def fnv1a(data):
    h = 0xCBF29CE484222325
    for b in data:
        h = (h ^ b) * 0x100000001B3 & (1 << 64) - 1
    return h


print(f"{fnv1a(b'hello'):016x}")


def md5(data):
    shifts = [7, 12, 17, 22] * 4 + [5, 9, 14, 20] * 4 + [4, 11, 16, 23] * 4 + [6, 10, 15, 21] * 4
    import math
    k = [int(abs(math.sin(i + 1)) * 2**32) & 0xFFFFFFFF for i in range(64)]
    a0, b0, c0, d0 = 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476
    message = data + b"\x80" + b"\0" * ((55 - len(data)) % 64) + (len(data) * 8).to_bytes(8, "little")
    for at in range(0, len(message), 64):
        m = [int.from_bytes(message[at + i:at + i + 4], "little") for i in range(0, 64, 4)]
        a, b, c, d = a0, b0, c0, d0
        for i in range(64):
            if i < 16: f, g = b & c | ~b & d, i
            elif i < 32: f, g = d & b | ~d & c, (5 * i + 1) % 16
            elif i < 48: f, g = b ^ c ^ d, (3 * i + 5) % 16
            else: f, g = c ^ (b | ~d), 7 * i % 16
            f = f + a + k[i] + m[g] & 0xFFFFFFFF
            a, d, c = d, c, b
            b = b + (f << shifts[i] | f >> 32 - shifts[i]) & 0xFFFFFFFF
        a0, b0, c0, d0 = (x + y & 0xFFFFFFFF for x, y in zip((a0, b0, c0, d0), (a, b, c, d)))
    return b"".join(x.to_bytes(4, "little") for x in (a0, b0, c0, d0)).hex()


print(md5(b""), md5(b"The quick brown fox jumps over the lazy dog"), md5(b"x" * 200))
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def b64(data):
    out = ""
    for i in range(0, len(data), 3):
        chunk = data[i:i + 3]
        n = int.from_bytes(chunk + b"\0" * (3 - len(chunk)), "big")
        out += "".join(ALPHABET[n >> s & 63] for s in (18, 12, 6, 0)[:len(chunk) + 1]) + "=" * (3 - len(chunk))
    return out


def unb64(text):
    bits = "".join(f"{ALPHABET.index(c):06b}" for c in text.rstrip("="))
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits) - 7, 8))


for s in (b"", b"f", b"fo", b"foo", b"foob", bytes(range(10))):
    print(b64(s), unb64(b64(s)) == s)


class Rng:
    def __init__(self, seed): self.s = seed
    def next(self):
        x = self.s
        x ^= x << 13 & 0xFFFFFFFFFFFFFFFF
        x ^= x >> 7
        x ^= x << 17 & 0xFFFFFFFFFFFFFFFF
        self.s = x
        return x


r = Rng(88172645463325252)
print([r.next() for _ in range(4)])


def gray(n): return n ^ n >> 1
def popcount(n): return 0 if n == 0 else (n & 1) + popcount(n >> 1)
def reverse(n, w): return int(f"{n:0{w}b}"[::-1], 2)


print([f"{gray(i):03b}" for i in range(8)], [popcount(i) for i in (0, 1, 255, 2**40 - 1)], reverse(0b1011, 8), (0xDEADBEEF).to_bytes(4, "little").hex(), bin(0xF0 & ~0x30 | 0x0F ^ 3))
header = bytearray(12)
header[0:4] = b"RIFF"
header[4:8] = (1000).to_bytes(4, "little")
header[8:] = b"WAVE"
print(header, int.from_bytes(header[4:8], "little"), bytes(header).hex(" "), len(header))
print("".join(f"{b:08b}" for b in "hé".encode()), bytes(int(x, 2) for x in ("01101000", "01101001")).decode(), sum(x << i * 8 for i, x in enumerate(b"\x01\x02\x03")))
