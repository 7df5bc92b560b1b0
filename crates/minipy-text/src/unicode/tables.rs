//! The Unicode 16.0.0 character records, decoded at compile time from `data/unicode.bin`.
//!
//! The binary file is written by `tools/gen_unicode.py`; this file must not hold character knowledge of its own.

/// Everything the interpreter knows about one code point; code points share records.
#[derive(Clone, Copy)]
pub(crate) struct Record {
    pub(crate) flags: u16,
    pub(crate) category: u8,
    pub(crate) decimal: u8,
    pub(crate) digit: u8,
    pub(crate) numeric: u8,
    /// Lower, upper, title, fold and simple lower mapping.
    pub(crate) maps: [i32; 5],
}

const DATA: &[u8] = include_bytes!("../../data/unicode.bin");
const HEADER: usize = 24;
const RECORD_SIZE: usize = 28;

const fn u16_at(at: usize) -> u16 {
    DATA[at] as u16 | (DATA[at + 1] as u16) << 8
}

const fn u32_at(at: usize) -> u32 {
    u16_at(at) as u32 | (u16_at(at + 2) as u32) << 16
}

const STAGE1_LEN: usize = u32_at(4) as usize;
const STAGE2_LEN: usize = u32_at(8) as usize;
const RECORD_COUNT: usize = u32_at(12) as usize;
const SPECIAL_COUNT: usize = u32_at(16) as usize;
const NUMERIC_COUNT: usize = u32_at(20) as usize;
const STAGE2_AT: usize = HEADER + 2 * STAGE1_LEN;
const RECORDS_AT: usize = STAGE2_AT + 2 * STAGE2_LEN;
const SPECIALS_AT: usize = RECORDS_AT + RECORD_SIZE * RECORD_COUNT;
const NUMERICS_AT: usize = SPECIALS_AT + 12 * SPECIAL_COUNT;

const fn read_u16s<const N: usize>(at: usize) -> [u16; N] {
    let mut out = [0; N];
    let mut i = 0;
    while i < N {
        out[i] = u16_at(at + 2 * i);
        i += 1;
    }
    out
}

const fn read_records() -> [Record; RECORD_COUNT] {
    let empty = Record { flags: 0, category: 0, decimal: 0, digit: 0, numeric: 0, maps: [0; 5] };
    let mut out = [empty; RECORD_COUNT];
    let mut i = 0;
    while i < RECORD_COUNT {
        let at = RECORDS_AT + RECORD_SIZE * i;
        let mut maps = [0; 5];
        let mut m = 0;
        while m < 5 {
            maps[m] = u32_at(at + 8 + 4 * m) as i32;
            m += 1;
        }
        out[i] = Record {
            flags: u16_at(at),
            category: DATA[at + 2],
            decimal: DATA[at + 3],
            digit: DATA[at + 4],
            numeric: DATA[at + 5],
            maps,
        };
        i += 1;
    }
    out
}

const fn read_specials() -> [[u32; 3]; SPECIAL_COUNT] {
    let mut out = [[0; 3]; SPECIAL_COUNT];
    let mut i = 0;
    while i < SPECIAL_COUNT {
        let at = SPECIALS_AT + 12 * i;
        out[i] = [u32_at(at), u32_at(at + 4), u32_at(at + 8)];
        i += 1;
    }
    out
}

const fn read_numerics() -> [f64; NUMERIC_COUNT] {
    let mut out = [0.0; NUMERIC_COUNT];
    let mut i = 0;
    while i < NUMERIC_COUNT {
        let at = NUMERICS_AT + 8 * i;
        out[i] = f64::from_bits(u32_at(at) as u64 | (u32_at(at + 4) as u64) << 32);
        i += 1;
    }
    out
}

static STAGE1: [u16; STAGE1_LEN] = read_u16s(HEADER);
static STAGE2: [u16; STAGE2_LEN] = read_u16s(STAGE2_AT);
static RECORDS: [Record; RECORD_COUNT] = read_records();
pub(crate) static SPECIALS: [[u32; 3]; SPECIAL_COUNT] = read_specials();
pub(crate) static NUMERICS: [f64; NUMERIC_COUNT] = read_numerics();

/// The record of a code point; anything above U+10FFFF gets that of U+10FFFF.
#[inline]
pub(crate) fn record(cp: u32) -> &'static Record {
    let cp = cp.min(0x10_FFFF) as usize;
    &RECORDS[STAGE2[STAGE1[cp >> 7] as usize * 128 + (cp & 127)] as usize]
}
