"""Write the Unicode tables of minipy-text from a CPython 3.14 (Unicode 16.0.0).

Usage: py314 tools/gen_unicode.py   (from crates/minipy-text)

data/unicode.bin layout, little endian:
  u32 magic 'MPU1', u32 stage1 length, u32 stage2 length, u32 record count, u32 special count, u32 numeric count
  stage1: u16 per block of 128 code points, a block number
  stage2: u16 per code point of each block, a record number
  records: 28 bytes each: u16 flags, u8 category, u8 decimal, u8 digit, u8 numeric, u16 zero, 5 * i32 case mappings
  specials: 3 * u32 code points, zero padded
  numerics: f64 each
A case mapping is the difference to the code point, or 0x40000000 + index into specials.
"""
import _sre, struct, unicodedata

assert unicodedata.unidata_version == "16.0.0"
CATS = ["Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn"]
FLAGS = ["isalpha", "isdecimal", "isdigit", "isnumeric", "isspace", "isprintable", "isidentifier"]
specials, numerics, records, rec_index = [], [0.0], [], {}


def special(cps):
    if cps not in specials:
        specials.append(cps)
    return 0x40000000 + specials.index(cps)


def mapping(cp, text):
    cps = tuple(map(ord, text))
    return cps[0] - cp if len(cps) == 1 else special(cps)


def record(cp):
    c = chr(cp)
    flags = 0
    for bit, name in enumerate(FLAGS):
        flags |= getattr(c, name)() << bit
    flags |= ("a" + c).isidentifier() << 7
    flags |= c.isupper() << 8
    flags |= c.islower() << 9
    cat = unicodedata.category(c)
    flags |= (cat == "Lt") << 10
    after_letter = ("a" + c + "\u03a3").lower()[-1] == "\u03c2"
    alone = (c + "\u03a3").lower()[-1] == "\u03c2"
    flags |= alone << 11                     # cased and not case-ignorable
    flags |= (after_letter and not alone) << 12  # case-ignorable
    flags |= (len(("a" + c + "a").splitlines()) == 2) << 13
    flags |= _sre.unicode_iscased(cp) << 14
    num = unicodedata.numeric(c, None)
    n = 0
    if num is not None:
        if num not in numerics[1:]:
            numerics.append(num)
        n = 1 + numerics[1:].index(num)
    return struct.pack("<HBBBBHiiiii", flags, CATS.index(cat), unicodedata.decimal(c, 255), unicodedata.digit(c, 255),
                       n, 0, mapping(cp, c.lower()), mapping(cp, c.upper()), mapping(cp, c.title()),
                       mapping(cp, c.casefold()), _sre.unicode_tolower(cp) - cp)


blocks, block_index, stage1 = [], {}, []
for start in range(0, 0x110000, 128):
    block = []
    for cp in range(start, start + 128):
        r = record(cp)
        if r not in rec_index:
            rec_index[r] = len(records)
            records.append(r)
        block.append(rec_index[r])
    block = tuple(block)
    if block not in block_index:
        block_index[block] = len(blocks)
        blocks.append(block)
    stage1.append(block_index[block])
assert len(numerics) < 256
with open("data/unicode.bin", "wb") as f:
    f.write(b"MPU1" + struct.pack("<5I", len(stage1), 128 * len(blocks), len(records), len(specials), len(numerics)))
    f.write(struct.pack(f"<{len(stage1)}H", *stage1))
    for b in blocks:
        f.write(struct.pack("<128H", *b))
    f.write(b"".join(records))
    for s in specials:
        f.write(struct.pack("<3I", *(s + (0, 0))[:3]))
    f.write(struct.pack(f"<{len(numerics)}d", *numerics))
print(len(stage1), len(blocks), len(records), len(specials), len(numerics))
