"""Write data/names.bin, the character names of a CPython 3.14 (Unicode 16.0.0), for minipy-text.

Usage: py314 tools/gen_names.py   (from crates/minipy-text)

Names made by rule (Hangul syllables, CJK ideographs, and the like) are left out. Layout, little endian:
  u32 words, u32 runs, u32 names, u32 word bytes, u32 token bytes
  word lengths: u8 each; word bytes
  runs: u32 first code point, u32 index of its name (consecutive code points, consecutive names)
  block offsets: u32 per 16 names into the tokens
  tokens: per name a count, then words: one byte below 192, else 192 + high, low
"""
import collections, struct, unicodedata

RULED = ("CJK UNIFIED IDEOGRAPH-", "HANGUL SYLLABLE ", "CJK COMPATIBILITY IDEOGRAPH-", "TANGUT IDEOGRAPH-", "NUSHU CHARACTER-",
         "KHITAN SMALL SCRIPT CHARACTER-", "EGYPTIAN HIEROGLYPH-")
names = []
ruled = collections.defaultdict(list)
for cp in range(0x110000):
    name = unicodedata.name(chr(cp), None)
    if name is None:
        continue
    for prefix in RULED:
        if name.startswith(prefix) and (prefix.startswith("HANGUL") or name == f"{prefix}{cp:04X}"):
            ruled[prefix].append(cp)
            break
    else:
        names.append((cp, name))
for prefix, cps in ruled.items():
    runs, start = [], cps[0]
    for a, b in zip(cps, cps[1:] + [None]):
        if b != a + 1:
            runs.append((start, a))
            start = b
    print(prefix, ", ".join(f"(0x{a:X}, 0x{b:X})" for a, b in runs))
freq = collections.Counter(w for _, n in names for w in n.split(" "))
words = [w for w, _ in freq.most_common()]
index = {w: i for i, w in enumerate(words)}
assert len(words) < 192 + 64 * 256
runs, tokens, offsets = [], bytearray(), []
for i, (cp, name) in enumerate(names):
    if i == 0 or names[i - 1][0] != cp - 1:
        runs.append((cp, i))
    if i % 16 == 0:
        offsets.append(len(tokens))
    parts = name.split(" ")
    tokens.append(len(parts))
    for w in parts:
        k = index[w]
        tokens += bytes([k]) if k < 192 else bytes([192 + ((k - 192) >> 8), (k - 192) & 255])
blob = "".join(words).encode()
with open("data/names.bin", "wb") as f:
    f.write(struct.pack("<5I", len(words), len(runs), len(names), len(blob), len(tokens)))
    f.write(bytes(len(w) for w in words) + blob)
    for r in runs:
        f.write(struct.pack("<2I", *r))
    f.write(struct.pack(f"<{len(offsets)}I", *offsets))
    f.write(tokens)
print(len(words), len(runs), len(names), len(blob), len(tokens))
